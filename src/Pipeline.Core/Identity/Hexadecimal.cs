using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Core.Identity;

/// <summary>Digests and ids as text.</summary>
public static class Hexadecimal
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static bool IsLower([NotNullWhen(true)] string? text, int length) =>
        text?.Length == length && text.AsSpan().IndexOfAnyExcept(Digits) < 0;
}
