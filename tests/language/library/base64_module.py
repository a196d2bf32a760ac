"""base64 and binascii: round trips and complaints."""
import binascii,base64
def t(f,*a,**k):
    try: print(f.__name__,a,k,'->',f(*a,**k))
    except Exception as e: print(f.__name__,a,k,type(e).__module__,type(e).__name__,e)
for x in [b'',b'abc',b'ab',b'a',b'hello world'*3,bytearray(b'x'),'abc','\u1234',5]:
    for f in [binascii.hexlify,binascii.unhexlify,binascii.b2a_base64,binascii.a2b_base64,binascii.crc32,base64.b64encode,base64.b64decode,base64.b32encode,base64.b16encode,base64.b85encode,base64.a85encode,base64.b32decode,base64.b16decode,base64.b85decode,base64.a85decode,base64.encodebytes,base64.urlsafe_b64encode,base64.urlsafe_b64decode,base64.standard_b64encode,base64.decodebytes,base64.b32hexencode]: t(f,x)
t(binascii.crc_hqx,b'abc',0);t(binascii.crc32,b'abc',5)
for x in ['YQ==','YQ=','YQ','Y','YWJj','YWJ j','YW=Jj','YQ==YQ==','=','====','Y===','!!!!','YWJj\n','YW\xff']:
    t(base64.b64decode,x);t(base64.b64decode,x,validate=True)
    try: t(binascii.a2b_base64,x,strict_mode=True)
    except Exception as e: print(e)
t(base64.b64encode,b'\xff\xfe\xfd',b'-_');t(base64.b64encode,b'a',altchars=b'-');t(base64.b64decode,'-_-_','-_')
t(base64.urlsafe_b64decode,'-_-_');t(binascii.hexlify,b'abcdef',':');t(binascii.hexlify,b'abcdef','-',2);t(binascii.hexlify,b'abcde','-',-2)
t(binascii.unhexlify,'6');t(binascii.unhexlify,'zz');t(binascii.b2a_base64,b'abc',newline=False)
t(base64.b32decode,'MFRGG===');t(base64.b32decode,'mfrgg===');t(base64.b32decode,'mfrgg===',True);t(base64.b32decode,'MFRG0===',map01='L');t(base64.b32decode,'MFRGG==');t(base64.b32decode,'1FRGG===');t(base64.b32decode,'M=======')
t(base64.b16decode,'ab');t(base64.b16decode,'ab',True);t(base64.b16decode,'AG')
t(base64.a85encode,b'\0\0\0\0    abc',foldspaces=True,wrapcol=5,pad=True,adobe=True);t(base64.a85encode,b'\0\0\0\0',adobe=True);t(base64.a85decode,b'<~87cURD]~>',adobe=True);t(base64.a85decode,b'87cURD]',adobe=True);t(base64.a85decode,b'z87y',foldspaces=True);t(base64.a85decode,b'8z');t(base64.a85decode,b'8~');t(base64.a85decode,b'uuuuu')
t(base64.b85encode,b'abcde',pad=True);t(base64.b85decode,b'~~~~~');t(base64.b85decode,b'a b');t(base64.b85decode,b'VPaz')
t(base64.encodebytes,b'x'*100)
