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
