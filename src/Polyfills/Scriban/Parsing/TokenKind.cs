namespace Scriban.Parsing;

internal enum TokenKind
{
    Raw,
    Enter,
    Exit,
    NewLine,
    Identifier,
    Local,
    Number,
    Text,
    Interpolated,
    Operator,
    EndOfFile,
}
