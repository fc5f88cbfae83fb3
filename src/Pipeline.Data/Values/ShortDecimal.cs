using System.Globalization;
using System.Numerics;

namespace Pipeline.Data.Values;

/// <summary>
/// The shortest decimal that reads back as a binary number: so many digits, of which so many stand behind the point. Found by a
/// multiplication and a division where the digits are few, which those of most numbers in files are.
/// </summary>
/// <param name="Digits">With the sign; 0 for either zero.</param>
/// <param name="Places">From 0 to 15.</param>
internal readonly record struct ShortDecimal(long Digits, int Places)
{
    /// <summary>As many as a double surely keeps, so that no two decimals of them are one double.</summary>
    private const int SureDigits = 15;

    private const double MostDigits = 1e15;
    private const double Least = 1e-4;

    /// <summary>A number of single precision from here on may have zeros for its last digits.</summary>
    private const double MostSingle = 1e7;

    /// <summary>The same of half precision.</summary>
    private const double MostHalf = 2_048;

    private const int MostSinglePlaces = 12;

    /// <summary>What the search begins with; it goes on to fewer or more.</summary>
    private const int LikelyPlaces = 7;

    private static readonly double[] PowersOfTen =
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    private static readonly long[] WholePowersOfTen = [.. PowersOfTen.Select(x => (long)x)];

    /// <summary>The nearest double.</summary>
    public double Number => Digits / PowersOfTen[Places];

    /// <returns>False where it takes more than this to know.</returns>
    public static bool TryFind(double value, out ShortDecimal found)
    {
        found = default;
        var magnitude = Math.Abs(value);
        if (!(magnitude is >= Least and < MostDigits))
            return value == 0;
        // As many places as leave 15 digits: if the decimal has fewer, these are it with zeros behind.
        var places = SureDigits;
        while (magnitude * PowersOfTen[places] >= MostDigits)
            places--;
        var digits = Math.Round(value * PowersOfTen[places]);
        if (digits / PowersOfTen[places] != value)
            return false;
        found = Trim((long)digits, places);
        return true;
    }

    /// <summary>Of a number of half or single precision, whose digits are found one by one.</summary>
    /// <returns>False where it takes more than this to know.</returns>
    public static bool TryFind<T>(T value, out ShortDecimal found)
        where T : IBinaryFloatingPointIeee754<T>
    {
        found = default;
        var exact = double.CreateSaturating(value);
        if (!(Math.Abs(exact) is >= Least and var magnitude) || magnitude >= (typeof(T) == typeof(Half) ? MostHalf : MostSingle))
            return exact == 0;
        var places = magnitude >= 1_000 ? 2 : magnitude >= 1 ? 5 : LikelyPlaces;
        if (Fits(value, exact, places, out found))
        {
            while (places > 0 && Fits(value, exact, places - 1, out var shorter))
                (found, places) = (shorter, places - 1);
            return true;
        }

        while (places < MostSinglePlaces)
        {
            if (Fits(value, exact, ++places, out found))
                return true;
        }

        return false;
    }

    /// <summary>The nearest decimal of so many places that reads as the value.</summary>
    private static bool Fits<T>(T value, double exact, int places, out ShortDecimal found)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var scaled = exact * PowersOfTen[places];
        var digits = Math.Round(scaled);
        // Numbers next to a power of two are nearer to each other on one side, so that the nearest decimal may be another's.
        if (T.CreateSaturating(digits / PowersOfTen[places]) != value)
            digits += Math.Sign(scaled - digits);
        found = new ShortDecimal((long)digits, places);
        return T.CreateSaturating(found.Number) == value;
    }

    /// <summary>Writes the digits in UTF-8.</summary>
    /// <param name="target">Has room for 24 bytes.</param>
    public int Write(Span<byte> target)
    {
        var length = 0;
        if (Digits < 0)
            target[length++] = (byte)'-';
        var (whole, rest) = Math.DivRem(Math.Abs(Digits), WholePowersOfTen[Places]);
        whole.TryFormat(target[length..], out var written, default, CultureInfo.InvariantCulture);
        length += written;
        if (Places == 0)
            return length;
        target[length] = (byte)'.';
        for (var place = Places; place > 0; place--)
        {
            (rest, var digit) = Math.DivRem(rest, 10);
            target[length + place] = (byte)('0' + digit);
        }

        return length + 1 + Places;
    }

    private static ShortDecimal Trim(long digits, int places)
    {
        // Divisors that the compiler knows become multiplications.
        if (places >= 8 && digits % 100_000_000 == 0)
            (digits, places) = (digits / 100_000_000, places - 8);
        if (places >= 4 && digits % 10_000 == 0)
            (digits, places) = (digits / 10_000, places - 4);
        if (places >= 2 && digits % 100 == 0)
            (digits, places) = (digits / 100, places - 2);
        if (places >= 1 && digits % 10 == 0)
            (digits, places) = (digits / 10, places - 1);
        return new ShortDecimal(digits, places);
    }
}
