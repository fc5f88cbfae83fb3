namespace Pipeline.Data.Values;

/// <summary>Truth in UTF-8.</summary>
internal static class BooleanText
{
    public static bool IsBoolean(ReadOnlySpan<byte> text) => text.Length switch
    {
        1 => text[0] is (byte)'0' or (byte)'1',
        2 => text.SequenceEqual("no"u8),
        3 => text.SequenceEqual("yes"u8),
        4 => text.SequenceEqual("true"u8) || text.SequenceEqual("True"u8),
        5 => text.SequenceEqual("false"u8) || text.SequenceEqual("False"u8),
        _ => false,
    };
}
