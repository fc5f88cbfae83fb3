namespace Pipeline.Data.Splits;

/// <summary>
/// What a row is, whatever its place and its neighbours: the first 16 bytes of a SHA-256. What is hashed is, for each column that
/// identifies a row, the length of its value as four bytes, least first, and the value in UTF-8 as it is written in the file
/// without quotes and surrounding spaces; a missing value is the length 0xFFFFFFFF alone.
/// </summary>
/// <param name="Value">The 16 bytes, most significant first.</param>
public readonly record struct RowIdentity(UInt128 Value)
{
    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
}
