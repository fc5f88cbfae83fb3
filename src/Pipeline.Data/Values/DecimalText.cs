namespace Pipeline.Data.Values;

/// <summary>
/// A number as its decimal digits in UTF-8, none of which is lost: a double has no more than 17. It is read by the grammar of
/// <see cref="NumberText"/>.
/// </summary>
internal readonly ref struct DecimalText
{
    /// <summary>Numbers with more digits on one side of the point are written as digits and a power of ten.</summary>
    private const int MostPlain = 40;

    /// <summary>Below ten to this power, every number is finite as a double.</summary>
    private const int SurelyFinite = 308;

    /// <summary>Beyond it, exponents are as good as each other; no text is long enough to make up for it.</summary>
    private const long MostExponent = 1_000_000_000_000_000;

    private readonly ReadOnlySpan<byte> _whole;
    private readonly ReadOnlySpan<byte> _fraction;

    /// <summary>The number is 0.d1d2d3 and so on, times ten to this power.</summary>
    private readonly long _scale;

    private readonly int _sign;

    private DecimalText(bool isNegative, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, long exponent)
    {
        whole = whole.TrimStart((byte)'0');
        fraction = fraction.TrimEnd((byte)'0');
        _scale = exponent + whole.Length;
        if (whole.IsEmpty)
        {
            _scale -= fraction.Length;
            fraction = fraction.TrimStart((byte)'0');
            _scale += fraction.Length;
        }
        else if (fraction.IsEmpty)
        {
            whole = whole.TrimEnd((byte)'0');
        }

        _whole = whole;
        _fraction = fraction;
        _sign = Count == 0 ? 0 : isNegative ? -1 : 1;
    }

    /// <summary>How many digits there are without zeros at either end.</summary>
    private int Count => _whole.Length + _fraction.Length;

    /// <summary>There is nothing behind the point, however it is written.</summary>
    public bool IsWhole => _sign == 0 || _scale >= Count;

    /// <summary>How many bytes <see cref="Write"/> takes at most.</summary>
    public int MostBytes => Math.Max(Count, 2 * MostPlain) + 32;

    /// <returns>False for what is no number, or too large for a double.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out DecimalText number)
    {
        var rest = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        var whole = TakeDigits(ref rest);
        var fraction = ReadOnlySpan<byte>.Empty;
        if (rest.Length > 0 && rest[0] == '.')
        {
            rest = rest[1..];
            fraction = TakeDigits(ref rest);
        }

        number = default;
        if (whole.Length + fraction.Length == 0 || !TryExponent(rest, out var exponent))
            return false;
        number = new DecimalText(text[0] == '-', whole, fraction, exponent);
        return number._sign == 0 || number._scale <= SurelyFinite || NumberText.TryParse(text, out _);
    }

    /// <summary>
    /// Whether the text is what <see cref="Write"/> would make of it, as most numbers of a file are. May say no of one that is.
    /// </summary>
    public static bool IsCanonical(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > MostPlain)
            return false;
        var digits = text[0] == '-' ? text[1..] : text;
        var point = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var whole = point < 0 ? digits.Length : point;
        if (whole == 0 || (digits[0] == '0' && whole > 1))
            return false;
        if (point < 0)
            return digits[0] != '0' || digits.Length == text.Length;
        return digits[point] == '.'
            && digits[^1] is >= (byte)'1' and <= (byte)'9'
            && !digits[(point + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    public int CompareTo(DecimalText other)
    {
        if (_sign != other._sign || _sign == 0)
            return _sign.CompareTo(other._sign);
        return _sign * (_scale != other._scale ? _scale.CompareTo(other._scale) : CompareDigits(other));
    }

    /// <summary>Writes the number in the one form that all its spellings have: equal numbers are equal bytes.</summary>
    /// <param name="target">Has <see cref="MostBytes"/>.</param>
    public ReadOnlySpan<byte> Write(Span<byte> target)
    {
        if (_sign == 0)
            return "0"u8;
        var length = 0;
        if (_sign < 0)
            target[length++] = (byte)'-';
        var isPlain = _scale <= MostPlain && Count - _scale <= MostPlain;
        return target[..(isPlain ? WritePlain(target, length) : WriteScientific(target, length))];
    }

    private int WritePlain(Span<byte> target, int length)
    {
        if (_scale <= 0)
        {
            "0."u8.CopyTo(target[length..]);
            length += 2;
            target.Slice(length, (int)-_scale).Fill((byte)'0');
            return WriteDigits(target, length + (int)-_scale);
        }

        for (var i = 0; i < Math.Max(Count, _scale); i++)
        {
            if (i == _scale)
                target[length++] = (byte)'.';
            target[length++] = i < Count ? Digit(i) : (byte)'0';
        }

        return length;
    }

    private int WriteScientific(Span<byte> target, int length)
    {
        length = WriteDigits(target, length);
        target[length++] = (byte)'e';
        _scale.TryFormat(target[length..], out var written, provider: System.Globalization.CultureInfo.InvariantCulture);
        return length + written;
    }

    private int WriteDigits(Span<byte> target, int length)
    {
        _whole.CopyTo(target[length..]);
        _fraction.CopyTo(target[(length + _whole.Length)..]);
        return length + Count;
    }

    private int CompareDigits(DecimalText other)
    {
        for (var i = 0; i < Math.Min(Count, other.Count); i++)
        {
            if (Digit(i) != other.Digit(i))
                return Digit(i).CompareTo(other.Digit(i)) > 0 ? 1 : -1;
        }

        return Count.CompareTo(other.Count);
    }

    private byte Digit(int index) => index < _whole.Length ? _whole[index] : _fraction[index - _whole.Length];

    private static ReadOnlySpan<byte> TakeDigits(scoped ref ReadOnlySpan<byte> text)
    {
        var length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var digits = length < 0 ? text : text[..length];
        text = text[digits.Length..];
        return digits;
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
            return true;
        if (text[0] is not ((byte)'e' or (byte)'E'))
            return false;
        text = text[1..];
        var isNegative = text.Length > 0 && text[0] == '-';
        text = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        var digits = TakeDigits(ref text);
        foreach (var digit in digits)
            exponent = Math.Min((exponent * 10) + (digit - '0'), MostExponent);
        exponent = isNegative ? -exponent : exponent;
        return digits.Length > 0 && text.IsEmpty;
    }
}
