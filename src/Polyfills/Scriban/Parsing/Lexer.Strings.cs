using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Scriban.Parsing;

internal sealed partial class Lexer
{
    private const int DeepestInterpolation = 20;

    private void ReadString()
    {
        var start = _at;
        var isInterpolated = Current == '$';
        if (isInterpolated)
            _at++;
        var quote = Current;
        _at++;
        if (isInterpolated)
            Add(TokenKind.Interpolated, start, ReadParts(start, quote, out var parts), parts);
        else
            AddText(start, quote);
    }

    private void AddText(int start, char quote)
    {
        var value = new StringBuilder();
        while (_at < _end && Current != quote)
            ReadCharacter(quote, value);
        EndString(start, quote);
        Add(TokenKind.Text, start, _at, value.ToString());
    }

    private int ReadParts(int start, char quote, out List<TextPart> parts)
    {
        parts = [];
        var text = new StringBuilder();
        while (_at < _end && Current != quote)
        {
            if (Current != '{')
            {
                ReadCharacter(quote, text);
                continue;
            }

            parts.Add(new TextPart(text.ToString(), 0, 0));
            text.Clear();
            parts.Add(ReadPart());
        }

        parts.Add(new TextPart(text.ToString(), 0, 0));
        EndString(start, quote);
        return _at;
    }

    private TextPart ReadPart()
    {
        var start = ++_at;
        SkipToBrace(0);
        var part = new TextPart(null, start, _at);
        if (_at >= _end)
            Error(start, "The expression in the string is not closed by `}`.");
        _at = _at < _end ? _at + 1 : _at;
        return part;
    }

    // To the brace that closes the one before; quotes and braces within are skipped over.
    private void SkipToBrace(int depth)
    {
        if (depth > DeepestInterpolation)
        {
            Error(_at, $"An expression in a string nests deeper than {DeepestInterpolation} levels.");
            _at = _end;
        }

        for (; _at < _end && Current != '}'; _at++)
        {
            if (Current == '{')
            {
                _at++;
                SkipToBrace(depth + 1);
            }
            else if (Current is '"' or '\'' or '`')
            {
                SkipQuoted(depth);
            }
        }

        _at = Math.Min(_at, _end);
    }

    private void SkipQuoted(int depth)
    {
        var quote = Current;
        var isInterpolated = _at > 0 && _text[_at - 1] == '$';
        for (_at++; _at < _end && Current != quote; _at++)
        {
            if (Current == '\\' && quote != '`')
            {
                _at++;
            }
            else if (Current == '{' && isInterpolated)
            {
                _at++;
                SkipToBrace(depth + 1);
            }
        }

        _at = Math.Min(_at, _end);
    }

    private void EndString(int start, char quote)
    {
        if (_at >= _end)
            Error(start, $"The string is not closed by {quote}.");
        else
            _at++;
    }

    private void ReadCharacter(char quote, StringBuilder value)
    {
        var c = Current;
        _at++;
        if (c != '\\' || quote == '`')
        {
            value.Append(c);
            return;
        }

        c = Current;
        _at += _at < _end ? 1 : 0;
        if (c is 'u' or 'x')
            ReadHexadecimal(c == 'u' ? 4 : 2, value);
        else if (c == '\n' || (c == '\r' && Current == '\n'))
            _at += c == '\r' ? 1 : 0;
        else if (Unescaped(c) is { } plain)
            value.Append(plain);
        else
            Error(_at - 1, $"Unexpected escape character `{c}` in the string.");
    }

    private void ReadHexadecimal(int digits, StringBuilder value)
    {
        var text = _text[_at..(_at + digits <= _end ? _at + digits : _end)];
        var isCode = ushort.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code);
        if (!isCode || text.Length < digits)
        {
            Error(_at, $"Expecting {digits} hexadecimal digits after the escape character.");
            return;
        }

        value.Append((char)code);
        _at += digits;
    }

    private static char? Unescaped(char c) => c switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\b',
        'f' => '\f',
        'v' => '\v',
        '0' => '\0',
        '\\' or '"' or '\'' or '`' or '{' or '}' => c,
        _ => null,
    };
}
