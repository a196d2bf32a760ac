# A quotation mark from a word processor.
x = “text”
