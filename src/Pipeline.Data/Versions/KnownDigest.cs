using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pipeline.Data.Versions;

/// <param name="Identity">Of the file when it was read.</param>
/// <param name="Hex">Lower-case hexadecimal digits.</param>
internal sealed record KnownDigest(FileIdentity Identity, string Hex)
{
    private const int Fields = 5;

    /// <summary>Reads what <see cref="ToString"/> writes, from the start of a line.</summary>
    public static bool TryParse(
        string line, [NotNullWhen(true)] out KnownDigest? known, [NotNullWhen(true)] out string? rest)
    {
        (known, rest) = (null, null);
        var parts = line.Split(' ', Fields + 1);
        if (parts.Length <= Fields
            || !TryNumber(parts[0], out var size)
            || !TryNumber(parts[1], out var modified)
            || !TryNumber(parts[2], out var changed)
            || !ulong.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var inode))
        {
            return false;
        }

        (known, rest) = (new KnownDigest(new FileIdentity(size, modified, changed, inode), parts[4]), parts[5]);
        return true;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Identity.Size} {Identity.Modified} {Identity.Changed} {Identity.Inode} {Hex}");

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
