using System;

namespace Scriban.Parsing;

internal sealed partial class Lexer
{
    /// <summary>Reads raw text up to the next block; whether it is a code block, which was opened.</summary>
    private bool ReadText()
    {
        var start = _at;
        var percents = 0;
        while (_at < _end && !IsOpening(out percents))
            _at++;
        if (_at >= _end)
            AddRaw(start, _end);
        else if (percents > 0)
            ReadEscape(start, percents);
        else
            ReadOpening(start);
        return _tokens.Count > 0 && _tokens[^1].Kind == TokenKind.Enter;
    }

    private bool IsOpening(out int percents)
    {
        percents = 0;
        if (Current != '{')
            return false;

        while (Peek(1 + percents) == '%')
            percents++;
        return Peek(1 + percents) == '{';
    }

    private void ReadOpening(int start)
    {
        var open = _at;
        var strip = Peek(2);
        _at += strip is '-' or '~' ? 3 : 2;
        AddRaw(start, strip switch
        {
            '-' => TrimEnd(start, open, char.IsWhiteSpace),
            '~' => TrimEnd(start, open, IsBlank),
            _ => open,
        });
        _tokens.Add(new Token(TokenKind.Enter, _source.Span(open, _at), _text[open.._at])
        {
            IsIndented = strip is not ('-' or '~') && IsIndented(open),
        });
    }

    private void ReadEscape(int start, int percents)
    {
        AddRaw(start, _at);
        var open = _at;
        var close = $"}}{new string('%', percents)}}}";
        var inner = _at + percents + 2;
        var end = _text.IndexOf(close, inner, _end - inner, StringComparison.Ordinal);
        if (end < 0)
            Error(open, $"The escape block is not closed by `{close}`.");
        AddRaw(inner, end < 0 ? _end : end);
        _at = end < 0 ? _end : end + close.Length;
    }

    /// <summary>After the closing of a code block with whitespace control.</summary>
    private void SkipAfterClosing(char strip)
    {
        if (strip == '-')
        {
            while (char.IsWhiteSpace(Current))
                _at++;
            return;
        }

        while (IsBlank(Current))
            _at++;
        if (Follows("\r\n"))
            _at += 2;
        else if (Current == '\n')
            _at++;
    }

    private void AddRaw(int start, int end)
    {
        if (end > start)
            Add(TokenKind.Raw, start, end);
    }

    private int TrimEnd(int start, int end, Func<char, bool> isTrimmed)
    {
        while (end > start && isTrimmed(_text[end - 1]))
            end--;
        return end;
    }

    private bool IsIndented(int open)
    {
        var line = TrimEnd(0, open, IsBlank);
        return line < open && (line == 0 || _text[line - 1] == '\n');
    }

    private static bool IsBlank(char c) => c is ' ' or '\t';
}
