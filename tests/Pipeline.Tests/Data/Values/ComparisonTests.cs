using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Models.Values;

namespace Pipeline.Data.Values;

/// <summary>What is equal and what is less, for every kind of column, against arithmetic of any length.</summary>
public class ComparisonTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(1000).WithReplay(20_260_101, 7, 50);

    private static readonly Gen<string> Digits = Gen.Elements("0", "1", "9", "00", "5", "12345678901234567", "99")
        .ListOf().Select(string.Concat);

    private static readonly Gen<string> Number =
        from sign in Gen.Elements("", "-", "+")
        from whole in Digits
        from fraction in Gen.OneOf(Gen.Constant(""), Digits.Select(x => $".{x}"))
        from exponent in Gen.OneOf(Gen.Constant(""), Gen.Choose(-60, 60).Select(x => $"e{x}"), Gen.Constant("E+2"))
        where whole.Length + fraction.Length > 1 || whole.Length > 0
        select $"{sign}{whole}{fraction}{exponent}";

    private static readonly Gen<string> Anything = Gen.OneOf(
        Number,
        Gen.Elements('0', '1', '9', '.', 'e', '+', '-', 'x').ListOf().Select(string.Concat),
        Gen.Elements("a", "B1", "", "true", "Grüße", "2024-05-01", "2024-05-01T02:00:00+02:00", "2024-05-01T00:00:00Z"));

    [Fact]
    public void Numbers_InAnySpelling_AreEqualExactlyWhereTheirValuesAre() =>
        Prop.ForAll(Number.Two().ToArbitrary(), x =>
        {
            var (first, second) = (Exact(x.Item1), Exact(x.Item2));
            var order = (first.Numerator * second.Denominator).CompareTo(second.Numerator * first.Denominator);

            return Compare(ValueKind.Number, x.Item1, x.Item2) == order
                && Key(ValueKind.Number, x.Item1).SequenceEqual(Key(ValueKind.Number, x.Item2)) == (order == 0);
        }).Check(Config);

    [Fact]
    public void Digits_OfAnyText_AreReadByTheGrammarOfNumbers() =>
        Prop.ForAll(Anything.ToArbitrary(), x =>
            DecimalText.TryRead(Utf8(x), out _) == NumberText.TryParse(Utf8(x), out _)).Check(Config);

    [Fact]
    public void Digits_ThatAreCanonical_AreWrittenAsTheyAre() =>
        Prop.ForAll(Anything.ToArbitrary(), x => !DecimalText.IsCanonical(Utf8(x)) || Rewritten(x) == x).Check(Config);

    [Theory]
    [InlineData(ValueKind.AsRead)]
    [InlineData(ValueKind.Number)]
    [InlineData(ValueKind.Moment)]
    [InlineData(ValueKind.Boolean)]
    [InlineData(ValueKind.Text)]
    internal void Values_WithAnOrder_HaveOneKeyExactlyWhereTheyAreEqual(ValueKind kind) =>
        Prop.ForAll(Anything.Two().ToArbitrary(), x =>
        {
            var order = Compare(kind, x.Item1, x.Item2);

            return order == -Compare(kind, x.Item2, x.Item1)
                && (order is null || (order == 0) == Key(kind, x.Item1).SequenceEqual(Key(kind, x.Item2)));
        }).Check(Config);

    [Fact]
    public void Texts_ThatAreDigits_AreInTheOrderOfTheirNumbers() =>
        Prop.ForAll(Digits.Two().Where(x => x.Item1.Length > 0 && x.Item2.Length > 0).ToArbitrary(), x =>
        {
            var order = BigInteger.Parse(x.Item1, CultureInfo.InvariantCulture)
                .CompareTo(BigInteger.Parse(x.Item2, CultureInfo.InvariantCulture));

            return Compare(ValueKind.Text, x.Item1, x.Item2) is { } found
                && (order == 0 ? (found == 0) == (x.Item1 == x.Item2) : found == order);
        }).Check(Config);

    [Theory]
    [InlineData("2024-05-01", "2024-05-01T00:00:00Z")]
    [InlineData("2024-05-01T02:30:00+02:30", "2024-05-01 00:00")]
    [InlineData("2024-04-30T23:00:00.5-01:00", "2024-05-01T00:00:00.500Z")]
    [InlineData("2024-05-01 12:30:15.123456789+02", "2024-05-01T10:30:15.123456789z")]
    [InlineData("2024-05-01T24:00", "2024-05-02")]
    [InlineData("0001-01-01T00:00:00+05:00", "0001-01-01T00:00:00+05:00")]
    public void Moments_InAnyOffset_AreOne(string first, string second)
    {
        Compare(ValueKind.Moment, first, second).ShouldBe(0);
        Compare(ValueKind.AsRead, first, second).ShouldBe(0);
        Key(ValueKind.Moment, first).ShouldBe(Key(ValueKind.Moment, second));
        Key(ValueKind.AsRead, first).ShouldBe(Key(ValueKind.AsRead, second));
        Key(ValueKind.Text, first).SequenceEqual(Key(ValueKind.Text, second)).ShouldBe(first == second);
    }

    [Theory]
    [InlineData(ValueKind.AsRead, "007", "7")]
    [InlineData(ValueKind.AsRead, "-07", "-7")]
    [InlineData(ValueKind.Text, "1E5", "100000")]
    [InlineData(ValueKind.Text, "true", "True")]
    [InlineData(ValueKind.AsRead, "true", "1")]
    [InlineData(ValueKind.Moment, "2024-05-01 12:30:15.123456789", "2024-05-01 12:30:15.123456788")]
    [InlineData(ValueKind.AsRead, "2024-05-01 12:30:15.12345678", "2024-05-01 12:30:15.1234567")]
    [InlineData(ValueKind.Number, "0.1", "0.10000000000000001")]
    [InlineData(ValueKind.Number, "1234567890123456781", "1234567890123456782")]
    internal void Values_ThatOnlyLookAlike_AreTwo(ValueKind kind, string first, string second)
    {
        Key(kind, first).ShouldNotBe(Key(kind, second));
        Compare(kind, first, second).ShouldNotBe(0);
    }

    [Theory]
    [InlineData("9007199254740991", true)]
    [InlineData("-9007199254740992", true)]
    [InlineData("9007199254740993", false)]
    [InlineData("4503599627370496.2", false)]
    [InlineData("1.00000000000000000001", false)]
    [InlineData("1e-400", false)]
    [InlineData("1e3", true)]
    [InlineData("100.000000000000000000", true)]
    public void Integer_ThatADoubleOnlyRoundsTo_IsNone(string text, bool isInteger)
    {
        var test = new Expectations.Columns.TypeTest(Models.Documents.DataType.Integer);

        using var reader = CsvReader.Open(ByteSource.Open(new MemoryStream(Utf8($"n\n{text}\n"))), "n.csv", new SourceOptions());
        var batch = new ColumnBatch();
        reader.Read(batch).ShouldBeTrue();

        test.Holds(batch.Column(new ColumnView(0, new MissingMarkers([]))), 0).ShouldBe(isInteger);
    }

    private static int? Compare(ValueKind kind, string first, string second) =>
        ComparedValue.Read(kind, Utf8(first)).CompareTo(ComparedValue.Read(kind, Utf8(second)));

    private static byte[] Key(ValueKind kind, string text) =>
        [.. ValueKey.Of(kind, Utf8(text), new byte[ValueKey.ScratchBytes])];

    private static string Rewritten(string text)
    {
        DecimalText.TryRead(Utf8(text), out var number).ShouldBeTrue();
        return Encoding.UTF8.GetString(number.Write(new byte[number.MostBytes]));
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static (BigInteger Numerator, BigInteger Denominator) Exact(string text)
    {
        var parts = text.Split(['e', 'E']);
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var (digits, point) = (parts[0].Replace(".", "", StringComparison.Ordinal), parts[0].IndexOf('.'));
        var places = point < 0 ? 0 : parts[0].Length - point - 1;
        var whole = BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return exponent >= places
            ? (whole * BigInteger.Pow(10, exponent - places), BigInteger.One)
            : (whole, BigInteger.Pow(10, places - exponent));
    }
}
