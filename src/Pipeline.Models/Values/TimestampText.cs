namespace Pipeline.Models.Values;

/// <summary>A point in time.</summary>
/// <param name="Ticks">Of 100 nanoseconds since the year 1, in UTC.</param>
/// <param name="Nanoseconds">Beyond ticks, from 0 to 99.</param>
public readonly record struct Moment(long Ticks, int Nanoseconds = 0) : IComparable<Moment>
{
    /// <summary>What is no moment.</summary>
    public static Moment None { get; } = new(long.MinValue);

    public bool IsNone => Ticks == long.MinValue;

    public int CompareTo(Moment other) =>
        Ticks != other.Ticks ? Ticks.CompareTo(other.Ticks) : Nanoseconds.CompareTo(other.Nanoseconds);

    public static bool operator <(Moment left, Moment right) => left.CompareTo(right) < 0;

    public static bool operator >(Moment left, Moment right) => left.CompareTo(right) > 0;

    public static bool operator <=(Moment left, Moment right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Moment left, Moment right) => left.CompareTo(right) >= 0;
}

/// <summary>
/// Dates and times in UTF-8 by ISO 8601 and RFC 3339, and as PostgreSQL and pandas write them: 2024-05-01, 2024-05-01T12:30,
/// 2024-05-01 12:30:15.250+02:00, 2024-05-01 12:30:15.123456789+02.
/// </summary>
public static class TimestampText
{
    /// <summary>A shorter text is no moment.</summary>
    public const int FewestBytes = DateLength;

    private const int DateLength = 10;

    /// <summary>Where the point of a second's fraction stands: all before it has a fixed length.</summary>
    private const int Point = 19;

    private const int FirstNanosecond = Point + 8;

    /// <summary>Of a second; what is finer, as pandas writes it, is cut off.</summary>
    private const int ReadDigits = 7;

    private const int MostDigits = 9;
    private const int MinutesOfDay = 24 * 60;

    /// <param name="text">Without surrounding spaces.</param>
    /// <param name="ticks">
    /// Of 100 nanoseconds since the year 1, in UTC; a time without an offset is one already. An offset may lead out of the
    /// calendar by a day.
    /// </param>
    public static bool TryParse(ReadOnlySpan<byte> text, out long ticks)
    {
        if (!TryDate(text, out ticks))
            return false;
        return text.Length == DateLength
            || (text[DateLength] is (byte)'T' or (byte)'t' or (byte)' ' && TryTime(text[(DateLength + 1)..], ref ticks));
    }

    /// <summary>With what pandas writes of a second beyond ticks: 2024-05-01T12:30:15.1234567<b>89</b>.</summary>
    /// <returns><see cref="Moment.None"/> for what is no moment.</returns>
    public static Moment Read(ReadOnlySpan<byte> text) => TryParse(text, out var ticks)
        ? new Moment(ticks, (10 * DigitAt(text, FirstNanosecond)) + DigitAt(text, FirstNanosecond + 1))
        : Moment.None;

    /// <summary>0 where the fraction ends before it, or there is none.</summary>
    private static int DigitAt(ReadOnlySpan<byte> moment, int place) =>
        moment.Length > place
            && moment[Point] is (byte)'.' or (byte)','
            && !moment[(Point + 1)..(place + 1)].ContainsAnyExceptInRange((byte)'0', (byte)'9')
                ? moment[place] - '0'
                : 0;

    private static bool TryDate(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < DateLength || text[4] != '-' || text[7] != '-')
            return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        return true;
    }

    /// <summary>24:00 is the end of its day, and second 60 a leap second: both are the first moment of what follows.</summary>
    private static bool TryTime(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (!TryClock(text, MinutesOfDay, out var minutes))
            return false;
        var time = minutes * TimeSpan.TicksPerMinute;
        text = text[5..];
        if (text.Length > 0 && text[0] == ':')
        {
            if (text.Length < 3 || !TryDigits(text[1..3], out var seconds) || seconds > LastSecond(minutes))
                return false;
            time += seconds * TimeSpan.TicksPerSecond;
            text = text[3..];
            if (text.Length > 0 && text[0] is (byte)'.' or (byte)',' && !TryFraction(ref text, ref time))
                return false;
        }

        ticks += time;
        return (minutes < MinutesOfDay || time == TimeSpan.TicksPerDay) && TryOffset(text, ref ticks);
    }

    /// <summary>Leap seconds end an hour of UTC, which is half past somewhere.</summary>
    private static int LastSecond(int minutes) => minutes % 30 == 29 ? 60 : 59;

    private static bool TryFraction(ref ReadOnlySpan<byte> text, ref long ticks)
    {
        var length = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        length = length < 0 ? text.Length - 1 : length;
        if (length is 0 or > MostDigits || !TryDigits(text.Slice(1, Math.Min(length, ReadDigits)), out var fraction))
            return false;
        var unit = TimeSpan.TicksPerSecond;
        for (var i = 0; i < Math.Min(length, ReadDigits); i++)
            unit /= 10;
        ticks += fraction * unit;
        text = text[(length + 1)..];
        return true;
    }

    /// <summary>Z, +02:00, +0200 or +02.</summary>
    private static bool TryOffset(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text.Length == 0 || (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z'))
            return true;
        if (text[0] is not ((byte)'+' or (byte)'-') || !TryZone(text[1..], out var minutes))
            return false;
        ticks -= (text[0] == '-' ? -minutes : minutes) * TimeSpan.TicksPerMinute;
        return true;
    }

    private static bool TryZone(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 5)
            return TryClock(text, MinutesOfDay - 1, out minutes);
        if (text.Length is not (2 or 4) || !TryDigits(text[..2], out var hour) || !TryDigits(text[2..], out var minute))
            return false;
        minutes = (hour * 60) + minute;
        return hour < 24 && minute < 60;
    }

    private static bool TryClock(ReadOnlySpan<byte> text, int most, out int minutes)
    {
        minutes = 0;
        if (text.Length < 5 || text[2] != ':' || !TryDigits(text[..2], out var hour) || !TryDigits(text[3..5], out var minute))
            return false;
        minutes = (hour * 60) + minute;
        return minutes <= most && minute < 60;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var character in text)
        {
            if (character is < (byte)'0' or > (byte)'9')
                return false;
            value = (value * 10) + (character - '0');
        }

        return true;
    }
}
