using Pipeline.Data.Values;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>A number or a timestamp; those of different kinds have no order.</summary>
internal readonly record struct OrderedValue(double Number, long? Ticks)
{
    public static bool TryParse(ReadOnlySpan<byte> value, out OrderedValue ordered)
    {
        ordered = default;
        if (TimestampText.TryParse(value, out var ticks))
            ordered = new OrderedValue(0, ticks);
        else if (NumberText.TryParse(value, out var number))
            ordered = new OrderedValue(number, null);
        else
            return false;
        return true;
    }

    /// <returns>Below, at or above 0; null where there is no order.</returns>
    public int? CompareTo(OrderedValue other) =>
        Ticks.HasValue != other.Ticks.HasValue ? null
        : Ticks is { } ticks ? ticks.CompareTo(other.Ticks!.Value)
        : Number.CompareTo(other.Number);
}
