using System.Text;
using Pipeline.Models.Documents;

namespace Pipeline.Models.Values;

public class ValueReaderTests
{
    [Theory]
    [InlineData(DataType.Number, "1e3", 1000)]
    [InlineData(DataType.Number, "-0.5", -0.5)]
    [InlineData(DataType.Integer, "12", 12)]
    [InlineData(DataType.Integer, "12.0", 12)]
    public void Number_OfItsType_IsRead(DataType type, string text, double expected)
    {
        var isRead = Of(type).TryNumber(Encoding.UTF8.GetBytes(text), out var number);

        isRead.ShouldBeTrue();
        number.ShouldBe(expected);
    }

    [Theory]
    [InlineData(DataType.Number, "twelve")]
    [InlineData(DataType.Number, "1e999")]
    [InlineData(DataType.Integer, "12.5")]
    [InlineData(DataType.Integer, "true")]
    public void Number_OfAnotherType_IsNot(DataType type, string text) =>
        Of(type).TryNumber(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Theory]
    [InlineData("true", "True", "TRUE", "t", "T", "yes", "Yes", "YES", "y", "Y", "1")]
    [InlineData("false", "False", "FALSE", "f", "F", "no", "No", "NO", "n", "N", "0")]
    public void Boolean_BySpellings_IsOneName(string name, params string[] spellings)
    {
        foreach (var spelling in spellings.Append(name))
            Name(DataType.Boolean, spelling).ShouldBe(name);
    }

    [Theory]
    [InlineData("whatever")]
    [InlineData("2")]
    [InlineData("1.0")]
    [InlineData("")]
    [InlineData(" true")]
    [InlineData("\u0011")]
    public void Boolean_ByAnotherSpelling_IsNone(string text) => Name(DataType.Boolean, text).ShouldBeNull();

    [Fact]
    public void Boolean_ByTheUsualSpellings_IsWhatFilesAreJudgedBy()
    {
        var texts = ValueSpellings.Usual.True.Concat(ValueSpellings.Usual.False).Concat(["on", "tr", "nope", "2"]);

        foreach (var text in texts.SelectMany(x => new[] { x, x.ToUpperInvariant() }))
        {
            var isBoolean = BooleanText.TryParse(Encoding.UTF8.GetBytes(text), out var truth);

            Name(DataType.Boolean, text).ShouldBe(isBoolean ? truth ? "true" : "false" : null, text);
        }
    }

    [Fact]
    public void Category_AnyText_IsItself() => Name(DataType.Category, "True").ShouldBe("True");

    [Fact]
    public void Missing_ByAMarker_IsOfEveryType()
    {
        var spellings = new ValueSpellings { Missing = ["-999", "unknown"] };

        foreach (var type in Enum.GetValues<DataType>())
        {
            var reader = new ValueReader(type, spellings);
            reader.IsMissing("-999"u8).ShouldBeTrue();
            reader.IsMissing("unknown"u8).ShouldBeTrue();
            reader.IsMissing(""u8).ShouldBeFalse();
            reader.IsMissing("NA"u8).ShouldBeFalse();
        }
    }

    private static ValueReader Of(DataType type) => new(type, ValueSpellings.Usual);

    private static string? Name(DataType type, string text) =>
        Of(type).TryName(Encoding.UTF8.GetBytes(text), out var name) ? Encoding.UTF8.GetString(name) : null;
}
