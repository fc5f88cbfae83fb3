using System.Text.Json;

namespace Pipeline.Deployment.Probes;

public class AnswerComparisonTests
{
    [Theory]
    [InlineData("""{"probability": 0.25}""", """{"probability": 0.2500009, "model": "x"}""")]
    [InlineData("""{"label": "yes", "scores": [0.1, 0.9]}""", """{"scores": [0.1, 0.9000001], "label": "yes"}""")]
    [InlineData("""{"price": 1234567890}""", """{"price": 1234567936}""")]
    [InlineData("""{"price": -2e30}""", """{"price": -2.000001e30}""")]
    [InlineData("""{"none": null, "is": true}""", """{"none": null, "is": true}""")]
    public void Difference_WithinTolerance_IsNone(string expected, string actual) =>
        Difference(expected, actual).ShouldBeNull();

    [Theory]
    [InlineData("""{"probability": 0.25}""", """{"probability": 0.250002}""", "probability is 0.250002 instead of 0.25")]
    [InlineData("""{"price": 1234567890}""", """{"price": 1234570000}""", "price is 1234570000 instead of 1234567890")]
    [InlineData("""{"price": 0}""", """{"price": 0.000002}""", "price is 0.000002 instead of 0")]
    [InlineData("""{"label": "yes"}""", """{"label": "no"}""", "label is \"no\" instead of \"yes\"")]
    [InlineData("""{"label": "1"}""", """{"label": 1}""", "label is 1 instead of \"1\"")]
    [InlineData("""{"label": "yes"}""", """{}""", "label is missing")]
    [InlineData("""{"scores": [1, 2]}""", """{"scores": [1, 3]}""", "scores[1] is 3 instead of 2")]
    [InlineData("""{"scores": [1, 2]}""", """{"scores": [1]}""", "scores is [1] instead of [1, 2]")]
    [InlineData("""{"a": 1}""", "[]", "the answer is [] instead of {\"a\": 1}")]
    public void Difference_Any_IsNamed(string expected, string actual, string difference) =>
        Difference(expected, actual).ShouldBe(difference);

    [Theory]
    [InlineData(1, null)]
    [InlineData(2e-8, "value is 3E-8 instead of 2e-8")]
    public void Difference_OfSmallNumbers_GoesByTheScale(double scale, string? difference) =>
        AnswerComparison.Difference(JsonElement.Parse("{\"value\": 2e-8}"), JsonElement.Parse("{\"value\": 3E-8}"), scale)
            .ShouldBe(difference);

    private static string? Difference(string expected, string actual) =>
        AnswerComparison.Difference(JsonElement.Parse(expected), JsonElement.Parse(actual));
}
