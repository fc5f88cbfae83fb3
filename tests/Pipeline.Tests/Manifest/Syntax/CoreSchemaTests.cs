using Pipeline.Core.Problems;

namespace Pipeline.Manifest.Syntax;

public class CoreSchemaTests
{
    [Theory]
    [InlineData("", "Null")]
    [InlineData("~", "Null")]
    [InlineData("null", "Null")]
    [InlineData("nULL", "Text")]
    [InlineData("true", "Bool")]
    [InlineData("FALSE", "Bool")]
    [InlineData("yes", "Text")]
    [InlineData("no", "Text")]
    [InlineData("on", "Text")]
    [InlineData("0", "Int")]
    [InlineData("-12", "Int")]
    [InlineData("+12", "Int")]
    [InlineData("010", "Int")]
    [InlineData("0x1F", "Int")]
    [InlineData("0o17", "Int")]
    [InlineData("-0x1F", "Text")]
    [InlineData("1_000", "Text")]
    [InlineData("1:30", "Text")]
    [InlineData("1.", "Float")]
    [InlineData(".5", "Float")]
    [InlineData("-1.5e-3", "Float")]
    [InlineData("1e7", "Float")]
    [InlineData(".inf", "Float")]
    [InlineData("-.INF", "Float")]
    [InlineData(".nan", "Float")]
    [InlineData("-.nan", "Text")]
    [InlineData("NaN", "Text")]
    [InlineData(".", "Text")]
    [InlineData("e5", "Text")]
    [InlineData("2026-01-01", "Text")]
    [InlineData("1\n", "Text")]
    public void KindOf_PlainScalar_IsThatOfYaml12(string plain, string expected) =>
        CoreSchema.KindOf(plain).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("010", 10L)]
    [InlineData("0x1F", 31L)]
    [InlineData("0o17", 15L)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("0xFFFFFFFFFFFFFFFF", null)]
    [InlineData("0x11111111111111111", null)]
    [InlineData("0o777777777777777777777", null)]
    public void Integer_Text_IsReadOrDoesNotFit(string text, long? expected) => CoreSchema.Integer(text).ShouldBe(expected);

    [Theory]
    [InlineData("1.", 1.0)]
    [InlineData("-.5e1", -5.0)]
    [InlineData("0x10", 16.0)]
    [InlineData("-.inf", double.NegativeInfinity)]
    [InlineData("+.inf", double.PositiveInfinity)]
    [InlineData(".nan", double.NaN)]
    [InlineData("99999999999999999999", 1e20)]
    public void Number_Scalar_IsADouble(string text, double expected) =>
        CoreSchema.Number(new YamlScalar(new SourceLocation(""), text, CoreSchema.KindOf(text))).ShouldBe(expected);
}
