namespace Pipeline.Models.Values;

/// <summary>Numbers with a comma before the fraction, which are not read as numbers: 1,5 or -1.234,50.</summary>
public static class DecimalComma
{
    private const int Thousand = 3;

    /// <summary>One comma with digits on both sides; points, if any, stand between groups of three digits before it.</summary>
    public static bool Has(ReadOnlySpan<byte> text)
    {
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
            text = text[1..];
        var comma = text.IndexOf((byte)',');
        return comma > 0 && AreDigits(text[(comma + 1)..]) && IsWhole(text[..comma]);
    }

    private static bool IsWhole(ReadOnlySpan<byte> text)
    {
        for (var point = text.LastIndexOf((byte)'.'); point >= 0; point = text.LastIndexOf((byte)'.'))
        {
            if (text.Length - point - 1 != Thousand || !AreDigits(text[(point + 1)..]))
                return false;
            text = text[..point];
        }

        return AreDigits(text);
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) =>
        text.Length > 0 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
