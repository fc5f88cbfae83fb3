using System.Text.Json;
using Pipeline.Core.Documents;

namespace Pipeline.Core.Checks;

public class CheckJsonTests
{
    [Fact]
    public void Criterion_EveryKind_SurvivesARoundTrip()
    {
        var copies = Every.Criterion.Select(x => Copy(x));

        copies.ShouldBe(Every.Criterion);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"atLeast\":\"x\"}")]
    [InlineData("{\"between\":[1]}")]
    [InlineData("{\"between\":[2,1]}")]
    [InlineData("{\"sometimes\":1}")]
    public void Criterion_Malformed_IsAJsonException(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Criterion>(json, DocumentJson.Options));

    [Fact]
    public void Report_WithBrokenSensors_SurvivesARoundTrip()
    {
        var check = new Check { Id = "auc", Criterion = new Criterion.AtLeast(0.8), Source = "evaluation.gates[0]" };
        MeasuredValue[] values = [0.9, "car", double.NaN, new MeasuredValue.NotApplicable("no rows")];
        var broken = Some.Measurement(0.9, new ConfidenceInterval(double.NaN, 1));
        var report = new CheckReport([.. values.Select(x => check.Judge(Some.Measurement(x))), check.Judge(broken)]);

        var copy = Copy(report);

        copy.Results.ShouldBe(report.Results);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"notMeasured\":1}")]
    [InlineData("{\"notMeasured\":\"x\",\"notApplicable\":\"y\"}")]
    [InlineData("{\"other\":\"x\"}")]
    public void MeasuredValue_Malformed_IsAJsonException(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<MeasuredValue>(json, DocumentJson.Options));

    private static T Copy<T>(T value) =>
        JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, DocumentJson.Options), DocumentJson.Options)!;
}
