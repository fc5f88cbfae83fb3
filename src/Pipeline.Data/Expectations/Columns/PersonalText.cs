using System.Runtime.CompilerServices;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Finds e-mail addresses, phone numbers and payment cards in a text, by their form alone.</summary>
internal static class PersonalText
{
    private const int ShortestEmail = 6;
    private const int ShortestPhone = 8;

    public static PersonalKind Find(ReadOnlySpan<byte> text)
    {
        if (text.Length < ShortestEmail)
            return PersonalKind.None;
        if (HasEmail(text))
            return PersonalKind.Email;
        for (var start = 0; text.Length - start >= ShortestPhone; start++)
        {
            var begins = IsDigit(text[start]) || text[start] is (byte)'+' or (byte)'(';
            if (!begins || (start > 0 && IsWordByte(text[start - 1])))
                continue;
            var kind = DigitGroups.Read(text[start..]).Kind();
            if (kind != PersonalKind.None)
                return kind;
        }

        return PersonalKind.None;
    }

    /// <summary>A name, an at sign, and a domain that ends in a point and two letters or more.</summary>
    private static bool HasEmail(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf((byte)'@'); at >= 0; at = Next(text, at))
        {
            if (at > 0 && (IsWordByte(text[at - 1]) || text[at - 1] is (byte)'_' or (byte)'+') && HasDomain(text[(at + 1)..]))
                return true;
        }

        return false;
    }

    private static int Next(ReadOnlySpan<byte> text, int at)
    {
        var next = text[(at + 1)..].IndexOf((byte)'@');
        return next < 0 ? -1 : at + 1 + next;
    }

    private static bool HasDomain(ReadOnlySpan<byte> text)
    {
        var (label, letters, dots) = (0, 0, 0);
        foreach (var part in text)
        {
            if (part == '.' && label > 0)
                (label, letters, dots) = (0, 0, dots + 1);
            else if (IsWordByte(part) || (part == '-' && label > 0))
                (label, letters) = (label + 1, char.IsAsciiLetter((char)part) ? letters + 1 : letters);
            else
                break;
            if (dots > 0 && letters >= 2 && letters == label)
                return true;
        }

        return false;
    }

    private static bool IsDigit(byte part) => part is >= (byte)'0' and <= (byte)'9';

    private static bool IsWordByte(byte part) => char.IsAsciiLetterOrDigit((char)part) || part >= 0x80;
}

/// <summary>
/// Digits in groups, as people write phone numbers and cards: <c>+44 20 7946 0018</c>, <c>4111-1111-1111-1111</c>.
/// </summary>
internal ref struct DigitGroups
{
    private const int MostDigits = 20;
    private const int FewestCard = 15;
    private const int MostCard = 19;
    private const int FewestPhone = 8;
    private const int MostPhone = 15;

    private Digits _digits;
    private int _count;
    private int _groups;
    private int _firstGroup;
    private int _secondGroup;
    private bool _hasPlus;
    private bool _hasPoint;
    private bool _isWord;

    /// <param name="text">Begins with a digit, a plus or a parenthesis.</param>
    public static DigitGroups Read(ReadOnlySpan<byte> text)
    {
        var groups = new DigitGroups { _hasPlus = text[0] == '+' };
        var isInGroup = false;
        for (var i = groups._hasPlus ? 1 : 0; i < text.Length; i++)
        {
            var isDigit = text[i] is >= (byte)'0' and <= (byte)'9';
            if (isDigit && groups._count < MostDigits)
                groups.Add(text[i] - '0', begins: !isInGroup);
            else if (isDigit || !IsSeparator(text, i))
                return groups with { _isWord = isDigit || char.IsAsciiLetter((char)text[i]) || text[i] is (byte)'_' };
            groups._hasPoint |= text[i] == '.';
            isInGroup = isDigit;
        }

        return groups;
    }

    public readonly PersonalKind Kind() =>
        _isWord ? PersonalKind.None
        : IsCard ? PersonalKind.PaymentCard
        : IsPhone ? PersonalKind.Phone
        : PersonalKind.None;

    /// <summary>
    /// The issuers' ranges of ISO/IEC 7812, and the checksum of Luhn (US patent 2950048), in one group or beginning with one of
    /// four. A decimal number is none, whatever its digits.
    /// </summary>
    private readonly bool IsCard
    {
        get
        {
            if (_hasPlus || _hasPoint || _count is < FewestCard or > MostCard || (_groups > 1 && _firstGroup != 4))
                return false;
            var (two, four) = ((_digits[0] * 10) + _digits[1], 0);
            for (var i = 0; i < 4; i++)
                four = (four * 10) + _digits[i];
            var isIssued = _count == FewestCard
                ? two is 34 or 37
                : two is (>= 40 and <= 49) or (>= 51 and <= 55) or 60 or 62 or 64 or 65 or 35 || four is >= 2221 and <= 2720;
            return isIssued && HasChecksum;
        }
    }

    private readonly bool HasChecksum
    {
        get
        {
            var (sum, isDoubled) = (0, false);
            for (var i = _count - 1; i >= 0; i--, isDoubled = !isDoubled)
            {
                var digit = isDoubled ? _digits[i] * 2 : _digits[i];
                sum += digit > 9 ? digit - 9 : digit;
            }

            return sum % 10 == 0;
        }
    }

    /// <summary>
    /// A plus and 8 to 15 digits (ITU E.164), or ten digits as 3-3-4, or 1-3-3-4: digits alone are no phone number.
    /// </summary>
    private readonly bool IsPhone =>
        _hasPlus
            ? _count is >= FewestPhone and <= MostPhone
            : (_count == 10 && _groups == 3 && _firstGroup == 3 && _secondGroup == 3)
                || (_count == 11 && _groups == 4 && _firstGroup == 1 && _digits[0] == 1 && _secondGroup == 3);

    private void Add(int digit, bool begins)
    {
        _digits[_count++] = (byte)digit;
        _groups += begins ? 1 : 0;
        _firstGroup += _groups == 1 ? 1 : 0;
        _secondGroup += _groups == 2 ? 1 : 0;
    }

    /// <summary>A space, a hyphen, a point or parentheses before another digit.</summary>
    private static bool IsSeparator(ReadOnlySpan<byte> text, int at)
    {
        const int longest = 3;
        var rest = text[at..Math.Min(text.Length, at + longest)];
        var digit = rest.IndexOfAnyInRange((byte)'0', (byte)'9');
        return digit > 0 && !rest[..digit].ContainsAnyExcept(" -.()"u8);
    }

    [InlineArray(MostDigits)]
    private struct Digits
    {
        private byte _first;
    }
}
