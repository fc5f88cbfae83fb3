using System.Linq;

namespace Scriban.Parsing;

internal sealed partial class Lexer
{
    // Longer operators first, because the first match is taken.
    private static readonly string[] Operators =
    [
        "...", "..<", "//=", "==", "!=", "<=", ">=", "&&", "||", "??", "?!", "?.", "..", "<<", ">>", "|>", "++", "--",
        "+=", "-=", "*=", "/=", "%=", "//",
        "+", "-", "*", "/", "%", "<", ">", "!", "?", ":", ".", ",", ";", "=", "(", ")", "[", "]", "{", "}", "|", "@", "^", "&",
    ];

    /// <summary>Reads code up to and with the closing of the block, or to the end of the text.</summary>
    private void ReadCode()
    {
        _braces = 0;
        while (_at < _end)
        {
            if (IsClosing(out var length))
            {
                Close(length);
                return;
            }

            ReadWord();
        }
    }

    private bool IsClosing(out int length)
    {
        length = Current is '-' or '~' ? 3 : 2;
        return !_scriptOnly && _braces == 0 && Peek(length - 2) == '}' && Peek(length - 1) == '}';
    }

    private void Close(int length)
    {
        var start = _at;
        _at += length;
        Add(TokenKind.Exit, start, _at);
        if (length == 3)
            SkipAfterClosing(_text[start]);
    }

    private void ReadWord()
    {
        if (Current == '\n')
            AddAndMove(TokenKind.NewLine, 1);
        else if (char.IsWhiteSpace(Current))
            _at++;
        else if (Current == '#')
            SkipComment();
        else if (char.IsAsciiDigit(Current))
            ReadNumber();
        else if (Current is '"' or '\'' or '`' || Follows("$\"") || Follows("$'"))
            ReadString();
        else if (IsLetter(Current) || Current == '$')
            ReadIdentifier();
        else
            ReadOperator();
    }

    private void ReadIdentifier()
    {
        var kind = Current == '$' ? TokenKind.Local : TokenKind.Identifier;
        var length = 1;
        while (IsLetter(Peek(length)) || char.IsAsciiDigit(Peek(length)))
            length++;
        AddAndMove(kind, Follows("$$") ? 2 : length);
    }

    private void ReadOperator()
    {
        var text = Operators.FirstOrDefault(Follows);
        if (text is null)
        {
            Error(_at, $"Unexpected character `{Current}`.");
            _at++;
            return;
        }

        _braces += text switch { "{" => 1, "}" when _braces > 0 => -1, _ => 0 };
        AddAndMove(TokenKind.Operator, text.Length);
    }

    // A comment of two marks ends with two; any other ends with its line or its block.
    private void SkipComment()
    {
        var start = _at;
        var isBlock = Peek(1) == '#';
        _at += isBlock ? 2 : 1;
        while (_at < _end && !IsEndOfComment(isBlock))
            _at++;
        if (isBlock && _at >= _end)
            Error(start, "The comment is not closed by `##`.");
        _at += isBlock && _at < _end ? 2 : 0;
    }

    private bool IsEndOfComment(bool isBlock) => isBlock ? Follows("##") : Current == '\n' || IsClosing(out _);

    private void AddAndMove(TokenKind kind, int length)
    {
        Add(kind, _at, _at + length);
        _at += length;
    }

    private static bool IsLetter(char c) => char.IsLetter(c) || c == '_';
}
