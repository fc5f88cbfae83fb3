using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Values;

/// <summary>
/// A value as bytes that are equal exactly where the values are: the key by which they are counted, looked up and told apart.
/// What is not of the kind of its column stands for itself.
/// </summary>
internal static class ValueKey
{
    /// <summary>What the buffer of a caller should have; a longer number gets one of its own.</summary>
    public const int ScratchBytes = 128;

    /// <summary>No text in UTF-8 begins with it.</summary>
    private const byte MomentMark = 0xFF;

    /// <param name="kind">Of the column.</param>
    /// <param name="value">That is not missing.</param>
    /// <param name="scratch">Of <see cref="ScratchBytes"/>; the key may be in it.</param>
    public static ReadOnlySpan<byte> Of(ValueKind kind, ReadOnlySpan<byte> value, Span<byte> scratch) => kind switch
    {
        ValueKind.AsRead => OfAny(value, scratch),
        ValueKind.Number => OfNumber(value, scratch),
        ValueKind.Moment => OfMoment(value, scratch),
        ValueKind.Boolean => BooleanText.TryParse(value, out var truth) ? (truth ? "true"u8 : "false"u8) : value,
        ValueKind.Text => value,
        _ => throw new UnreachableException(),
    };

    /// <summary>Of a moment, in whatever offset and with however many digits it is written.</summary>
    public static ReadOnlySpan<byte> Of(Moment moment, Span<byte> scratch)
    {
        scratch[0] = MomentMark;
        BinaryPrimitives.WriteInt64LittleEndian(scratch[1..], moment.Ticks);
        scratch[1 + sizeof(long)] = (byte)moment.Nanoseconds;
        return scratch[..(2 + sizeof(long))];
    }

    /// <summary>A number without a fraction, however it is written, within 64 bits.</summary>
    public static bool TryWhole(ReadOnlySpan<byte> value, out long whole)
    {
        Span<byte> scratch = stackalloc byte[ScratchBytes];
        var key = OfNumber(value, scratch);
        return long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole);
    }

    /// <summary>A number with leading zeros is a code, and codes are texts.</summary>
    private static ReadOnlySpan<byte> OfAny(ReadOnlySpan<byte> value, Span<byte> scratch)
    {
        if (value.Length == 0 || value[0] is not ((>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'+' or (byte)'.'))
            return value;
        if (DecimalText.IsCanonical(value))
            return value;
        var moment = OfMoment(value, scratch);
        return moment != value || NumberText.HasLeadingZero(value) ? moment : OfNumber(value, scratch);
    }

    private static ReadOnlySpan<byte> OfNumber(ReadOnlySpan<byte> value, Span<byte> scratch)
    {
        if (DecimalText.IsCanonical(value) || !DecimalText.TryRead(value, out var number))
            return value;
        return number.Write(number.MostBytes <= scratch.Length ? scratch : new byte[number.MostBytes]);
    }

    private static ReadOnlySpan<byte> OfMoment(ReadOnlySpan<byte> value, Span<byte> scratch) =>
        TimestampText.Read(value) is { IsNone: false } moment ? Of(moment, scratch) : value;
}

/// <summary>What the values of a column are compared as.</summary>
internal enum ValueKind
{
    /// <summary>Nobody declared the column: each value is the moment or the number that it reads as, or else a text.</summary>
    AsRead,

    Number,

    /// <summary>A timestamp: one moment in every offset.</summary>
    Moment,

    Boolean,

    /// <summary>A category, a text or an identifier: the bytes as they are written.</summary>
    Text,
}

internal static class ValueKinds
{
    /// <param name="declared">The column's type; null where the manifest does not say.</param>
    public static ValueKind Of(DataType? declared) => declared switch
    {
        null => ValueKind.AsRead,
        DataType.Number or DataType.Integer => ValueKind.Number,
        DataType.Timestamp => ValueKind.Moment,
        DataType.Boolean => ValueKind.Boolean,
        DataType.Category or DataType.Text or DataType.Identifier => ValueKind.Text,
        _ => throw new UnreachableException(),
    };

    /// <summary>
    /// What values of two columns are compared as: what one of them is declared as goes for the other, and a text makes a text of
    /// what it is compared with.
    /// </summary>
    public static ValueKind Common(ValueKind first, ValueKind second) =>
        first == second || second == ValueKind.AsRead ? first
        : first == ValueKind.AsRead ? second
        : first == ValueKind.Text || second == ValueKind.Text ? ValueKind.Text
        : ValueKind.AsRead;
}
