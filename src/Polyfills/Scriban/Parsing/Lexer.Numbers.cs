using System;
using System.Globalization;
using System.Numerics;

namespace Scriban.Parsing;

internal sealed partial class Lexer
{
    private const int LongestNumber = 300;

    private void ReadNumber()
    {
        var start = _at;
        var value = Current == '0' && Peek(1) is 'x' or 'X' or 'b' or 'B' ? ReadPowerOfTwo() : ReadDecimal();
        if (_at - start > LongestNumber)
            Error(start, $"A number has at most {LongestNumber} characters.");
        else if (value is null)
            Error(start, $"`{_text[start.._at]}` is not a number.");
        Add(TokenKind.Number, start, _at, value ?? 0L);
    }

    private object ReadPowerOfTwo()
    {
        var isHex = Peek(1) is 'x' or 'X';
        _at += 2;
        var start = _at;
        while (isHex ? char.IsAsciiHexDigit(Current) : Current is '0' or '1')
            _at++;
        var digits = _text[start.._at];
        if (digits.Length is 0 or > LongestNumber)
            return null;

        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowBinarySpecifier;
        return Narrow(BigInteger.Parse("0" + digits, style, CultureInfo.InvariantCulture));
    }

    private object ReadDecimal()
    {
        var start = _at;
        SkipDigits();
        var isWhole = true;
        if (Current == '.' && char.IsAsciiDigit(Peek(1)))
        {
            isWhole = false;
            _at++;
            SkipDigits();
        }

        if (Current is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            isWhole = false;
            _at += 2;
            SkipDigits();
        }

        return Value(_text[start..Math.Min(_at, start + LongestNumber)], isWhole);
    }

    private object Value(string digits, bool isWhole)
    {
        var suffix = char.ToLowerInvariant(Current);
        if (suffix is not ('f' or 'd' or 'm') || IsLetter(Peek(1)) || char.IsAsciiDigit(Peek(1)))
        {
            return isWhole
                ? Narrow(BigInteger.Parse(digits, CultureInfo.InvariantCulture))
                : double.Parse(digits, CultureInfo.InvariantCulture);
        }

        _at++;
        return suffix switch
        {
            'f' => float.Parse(digits, CultureInfo.InvariantCulture),
            'd' => double.Parse(digits, CultureInfo.InvariantCulture),
            _ => decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null,
        };
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Current))
            _at++;
    }

    // Not the type of a model's int: that is why `array.contains` finds no literal number in a model's list.
    private static object Narrow(BigInteger value) => value <= long.MaxValue ? (long)value : value;
}
