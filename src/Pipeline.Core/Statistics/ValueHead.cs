using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Core.Statistics;

/// <summary>The first 16 bytes of a value, and zeros behind a shorter one: all of most values, in one register.</summary>
public static class ValueHead
{
    public const int MostBytes = 16;

    /// <param name="value">Of any length.</param>
    public static Vector128<byte> Of(ReadOnlySpan<byte> value)
    {
        Span<byte> head = stackalloc byte[MostBytes];
        head.Clear();
        value[..Math.Min(value.Length, MostBytes)].CopyTo(head);
        return Vector128.Create<byte>(head);
    }

    /// <summary>The same, where other bytes follow the value.</summary>
    /// <param name="bytes">The value, and what follows it, at least 16 bytes in all.</param>
    /// <param name="length">Of the value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Of(ReadOnlySpan<byte> bytes, int length) => Vector128.Create<byte>(bytes)
        & Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)Math.Min(length, MostBytes)));
}
