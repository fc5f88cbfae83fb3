using System.Diagnostics;

namespace Pipeline.Data.Values;

/// <summary>
/// A value as what it is compared as, with its order: numbers to the last digit, moments to the nanosecond, false before true.
/// Texts are in the order of their bytes, and those that are digits alone come first, as numbers of any length.
/// </summary>
internal readonly ref struct ComparedValue
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly double _number;
    private readonly long _ticks;
    private readonly bool _isRead;

    private ComparedValue(ValueKind kind, ReadOnlySpan<byte> text, double number = 0, long ticks = 0, bool isRead = false)
    {
        (Kind, _number, _ticks, _isRead) = (kind, number, ticks, isRead);
        _text = text;
    }

    /// <summary>Never <see cref="ValueKind.AsRead"/>; null where the value is not of the kind of its column.</summary>
    public ValueKind? Kind { get; }

    /// <summary>As a double, which may lack digits; 0 or 1 for a boolean.</summary>
    public double Number => _number;

    /// <summary>Of a moment.</summary>
    public long Ticks => _ticks;

    public static ComparedValue Read(ValueKind kind, ReadOnlySpan<byte> text) => kind switch
    {
        ValueKind.AsRead => ReadAny(text),
        ValueKind.Number => NumberText.TryParse(text, out var number) ? new(kind, text, number) : default,
        ValueKind.Moment => TimestampText.TryParse(text, out var ticks) ? new(kind, text, ticks: ticks) : default,
        ValueKind.Boolean => BooleanText.TryParse(text, out var truth) ? new(kind, text, truth ? 1 : 0) : default,
        ValueKind.Text => new(kind, text),
        _ => throw new UnreachableException(),
    };

    /// <returns>Below, at or above 0; null where there is no order, between kinds and of what is not of its kind.</returns>
    public int? CompareTo(ComparedValue other) => Kind != other.Kind ? null : Kind switch
    {
        ValueKind.Number => CompareNumbers(other),
        ValueKind.Moment => Moments(_ticks, _text).CompareTo(Moments(other._ticks, other._text)),
        ValueKind.Boolean => _number.CompareTo(other._number),
        ValueKind.Text => CompareTexts(_text, other._text),
        _ => null,
    };

    private static ComparedValue ReadAny(ReadOnlySpan<byte> text) =>
        TimestampText.TryParse(text, out var ticks) ? new(ValueKind.Moment, text, ticks: ticks)
        : NumberText.TryParse(text, out var number) ? new(ValueKind.Number, text, number, isRead: true)
        : default;

    private static (long Ticks, int Nanoseconds) Moments(long ticks, ReadOnlySpan<byte> text) =>
        (ticks, ValueKey.Nanoseconds(text));

    /// <summary>Doubles decide unless they are the same: rounding never turns an order around.</summary>
    private int CompareNumbers(ComparedValue other)
    {
        var order = _number.CompareTo(other._number);
        if (order != 0 || _text.SequenceEqual(other._text))
            return order;
        if (DecimalText.TryRead(_text, out var own) && DecimalText.TryRead(other._text, out var others))
            order = own.CompareTo(others);
        var areCodes = _isRead && (NumberText.HasLeadingZero(_text) || NumberText.HasLeadingZero(other._text));
        return order == 0 && areCodes ? CompareTexts(_text, other._text) : order;
    }

    private static int CompareTexts(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other)
    {
        var areDigits = (AreDigits(text), AreDigits(other));
        if (areDigits is not (true, true))
            return areDigits.Item1 == areDigits.Item2 ? Math.Sign(text.SequenceCompareTo(other)) : areDigits.Item1 ? -1 : 1;
        var own = text.TrimStart((byte)'0');
        var others = other.TrimStart((byte)'0');
        var order = own.Length != others.Length ? own.Length.CompareTo(others.Length) : Math.Sign(own.SequenceCompareTo(others));
        return order == 0 ? text.Length.CompareTo(other.Length) : order;
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
