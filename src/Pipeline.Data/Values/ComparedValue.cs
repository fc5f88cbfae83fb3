using System.Diagnostics;
using System.Text;

namespace Pipeline.Data.Values;

/// <summary>
/// A value as what it is compared as, with its order: numbers to the last digit, moments to the nanosecond, false before true.
/// Texts are in the order of their bytes, and those that are digits alone come first, as numbers of any length.
/// </summary>
internal readonly ref struct ComparedValue
{
    /// <summary>Empty where the number or the moment says all.</summary>
    private readonly ReadOnlySpan<byte> _text;

    private readonly bool _isRead;

    private ComparedValue(
        ValueKind kind, ReadOnlySpan<byte> text, double number = 0, Moment moment = default, bool isRead = false)
    {
        (Kind, Number, Moment, _isRead) = (kind, number, moment, isRead);
        _text = text;
    }

    /// <summary>Never <see cref="ValueKind.AsRead"/>; null where the value is not of the kind of its column.</summary>
    public ValueKind? Kind { get; }

    /// <summary>What it was read from; empty where the number or the moment says all.</summary>
    public ReadOnlySpan<byte> Text => _text;

    /// <summary>As a double, which may lack digits; 0 or 1 for a boolean.</summary>
    public double Number { get; }

    public Moment Moment { get; }

    public static ComparedValue Read(ValueKind kind, ReadOnlySpan<byte> text) => kind switch
    {
        ValueKind.AsRead => ReadAny(text),
        ValueKind.Number => NumberText.TryParse(text, out var number) ? new(kind, text, number) : default,
        ValueKind.Moment => Of(TimestampText.Read(text)),
        ValueKind.Boolean => BooleanText.TryParse(text, out var truth) ? new(kind, text, truth ? 1 : 0) : default,
        ValueKind.Text => new(kind, text),
        _ => throw new UnreachableException(),
    };

    public static ComparedValue Of(Moment moment) => moment.IsNone ? default : new(ValueKind.Moment, default, moment: moment);

    /// <param name="number">NaN for what is none.</param>
    /// <param name="text">That it was read from; empty where the double has all digits, or the shortest text does.</param>
    public static ComparedValue Of(double number, ReadOnlySpan<byte> text) =>
        double.IsNaN(number) ? default : new(ValueKind.Number, text, number);

    /// <summary>The same value, whose text was copied to a place where it stays.</summary>
    public ComparedValue Keep(KeptBytes place)
    {
        place.Keep(_text);
        return Kind is { } kind ? new(kind, place.Value, Number, Moment, _isRead) : default;
    }

    /// <returns>Below, at or above 0; null where there is no order, between kinds and of what is not of its kind.</returns>
    public int? CompareTo(ComparedValue other) => Kind != other.Kind ? null : Kind switch
    {
        ValueKind.Number => CompareNumbers(other),
        ValueKind.Moment => Moment.CompareTo(other.Moment),
        ValueKind.Boolean => Number.CompareTo(other.Number),
        ValueKind.Text => CompareTexts(_text, other._text),
        _ => null,
    };

    private static ComparedValue ReadAny(ReadOnlySpan<byte> text) =>
        TimestampText.Read(text) is { IsNone: false } moment ? Of(moment)
        : NumberText.TryParse(text, out var number) ? new(ValueKind.Number, text, number, isRead: true)
        : default;

    /// <summary>Doubles decide unless they are the same: rounding never turns an order around.</summary>
    private int CompareNumbers(ComparedValue other)
    {
        var order = Number.CompareTo(other.Number);
        if (order != 0 || _text.SequenceEqual(other._text))
            return order;
        var text = WrittenNumber();
        var others = other.WrittenNumber();
        if (DecimalText.TryRead(text, out var own) && DecimalText.TryRead(others, out var decimals))
            order = own.CompareTo(decimals);
        var areCodes = _isRead && (NumberText.HasLeadingZero(text) || NumberText.HasLeadingZero(others));
        return order == 0 && areCodes ? CompareTexts(text, others) : order;
    }

    private ReadOnlySpan<byte> WrittenNumber() => _text.IsEmpty ? Encoding.UTF8.GetBytes(NumberText.Of(Number)) : _text;

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

/// <summary>A copy of a value, which stays when the batch that it was in goes on.</summary>
internal sealed class KeptBytes
{
    private byte[] _bytes = new byte[64];
    private int _length;

    public ReadOnlySpan<byte> Value => _bytes.AsSpan(0, _length);

    public void Keep(ReadOnlySpan<byte> value)
    {
        if (_bytes.Length < value.Length)
            _bytes = new byte[value.Length * 2];
        value.CopyTo(_bytes);
        _length = value.Length;
    }
}
