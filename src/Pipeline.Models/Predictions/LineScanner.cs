using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace Pipeline.Models.Predictions;

/// <summary>Goes along a line whose form is known. What it takes is exactly what JSON's own reader would have taken.</summary>
internal ref struct LineScanner(ReadOnlySpan<byte> line)
{
    private const int MostExactDigits = 15;
    private const int MostExactPower = 22;
    private const int IdEnd = 32;

    /// <summary>A quote; an escape, and control characters, which JSON has as escapes alone.</summary>
    private static readonly SearchValues<byte> TextStops =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(x => (byte)x)]);

    private readonly ReadOnlySpan<byte> _line = line;
    private int _at;

    private static ReadOnlySpan<double> Powers =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
        1e22,
    ];

    public readonly bool IsAtEnd => _at == _line.Length;

    /// <summary>The next byte; 0 at the end.</summary>
    public readonly byte Next => _at < _line.Length ? _line[_at] : (byte)0;

    public bool TrySkip(ReadOnlySpan<byte> expected)
    {
        if (!_line[_at..].StartsWith(expected))
            return false;
        _at += expected.Length;
        return true;
    }

    public bool TryId(out PredictionId id)
    {
        var isId = PredictionId.TryParse(_line[_at..Math.Min(_at + IdEnd, _line.Length)], out id);
        _at += IdEnd;
        return isId && _at <= _line.Length;
    }

    /// <summary>A text without its quotes, the first of which was passed; one with escapes is left to others.</summary>
    public bool TryText(out ReadOnlySpan<byte> text)
    {
        var rest = _line[_at..];
        var end = rest.IndexOfAny(TextStops);
        if (end < 0 || rest[end] != '"')
        {
            text = default;
            return false;
        }

        text = rest[..end];
        _at += end + 1;
        return true;
    }

    /// <summary>A time in UTC as <see cref="PredictionLine"/> writes it, with its end quote, in ticks.</summary>
    public bool TryTime(scoped ref DayCache days, out long ticks)
    {
        const int seconds = 19;
        ticks = 0;
        if (!TryText(out var text) || text.Length <= seconds || text[^1] != 'Z'
            || !days.TryTicks(text[..10], out ticks) || text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || !TryTwo(text[11..], 23, out var hour) || !TryTwo(text[14..], 59, out var minute)
            || !TryTwo(text[17..], 59, out var second))
            return false;
        ticks += ((hour * 60L + minute) * 60 + second) * TimeSpan.TicksPerSecond;
        return text.Length == seconds + 1 || TryFraction(text[seconds..^1], ref ticks);
    }

    /// <summary>A number as JSON has it; what cannot be had exactly by one division is left to the framework.</summary>
    public bool TryNumber(out double number)
    {
        var rest = _line[_at..];
        var (at, digits, power, mantissa) = (0, 0, 0, 0UL);
        var isNegative = rest is [(byte)'-', ..];
        if (isNegative)
            at++;
        number = 0;
        var whole = at;
        for (; at < rest.Length && (uint)(rest[at] - '0') <= 9; at++, digits++)
            mantissa = mantissa * 10 + (uint)(rest[at] - '0');
        if (at == whole || (rest[whole] == '0' && at > whole + 1))
            return false;
        if (at < rest.Length && rest[at] == '.')
        {
            var fraction = ++at;
            for (; at < rest.Length && (uint)(rest[at] - '0') <= 9; at++, digits++)
                mantissa = mantissa * 10 + (uint)(rest[at] - '0');
            if (at == fraction)
                return false;
            power = fraction - at;
        }

        var isPlain = at >= rest.Length || (rest[at] | 0x20) != 'e';
        if (!isPlain)
            at = EndOfExponent(rest, at + 1);
        if (at < 0)
            return false;
        _at += at;
        if (!isPlain || digits > MostExactDigits || power < -MostExactPower)
            return Utf8Parser.TryParse(rest[..at], out number, out var consumed) && consumed == at;
        // Both are exact in doubles, and a division rounds once: Clinger, 1990.
        number = mantissa / Powers[-power];
        number = isNegative ? -number : number;
        return true;
    }

    /// <returns>-1 where there is none.</returns>
    private static int EndOfExponent(ReadOnlySpan<byte> text, int at)
    {
        if (at < text.Length && text[at] is (byte)'+' or (byte)'-')
            at++;
        var begin = at;
        while (at < text.Length && (uint)(text[at] - '0') <= 9)
            at++;
        return at == begin ? -1 : at;
    }

    private static bool TryTwo(ReadOnlySpan<byte> text, int most, out int value)
    {
        value = (text[0] - '0') * 10 + text[1] - '0';
        return (uint)(text[0] - '0') <= 9 && (uint)(text[1] - '0') <= 9 && value <= most;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, ref long ticks)
    {
        const int most = 7;
        if (text[0] != '.' || text.Length is < 2 or > most + 1)
            return false;
        var (fraction, unit) = (0L, TimeSpan.TicksPerSecond);
        foreach (var digit in text[1..])
        {
            if ((uint)(digit - '0') > 9)
                return false;
            (fraction, unit) = (fraction * 10 + digit - '0', unit / 10);
        }

        ticks += fraction * unit;
        return true;
    }
}

/// <summary>The day that was read last: nearly every time is of the same one.</summary>
internal struct DayCache
{
    private ulong _text;
    private ushort _rest;
    private long _ticks;

    /// <param name="text">"2026-01-02".</param>
    /// <param name="ticks">Of its midnight.</param>
    public bool TryTicks(ReadOnlySpan<byte> text, out long ticks)
    {
        var (first, last) = (BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt16LittleEndian(text[8..]));
        ticks = _ticks;
        if (first == _text && last == _rest && _ticks > 0)
            return true;
        if (text[4] != '-' || text[7] != '-' || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month)
            || !TryDigits(text[8..], out var day) || year < 1 || month is < 1 or > 12 || day < 1
            || day > DateTime.DaysInMonth(year, month))
            return false;
        ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        (_text, _rest, _ticks) = (first, last, ticks);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if ((uint)(digit - '0') > 9)
                return false;
            value = value * 10 + digit - '0';
        }

        return true;
    }
}
