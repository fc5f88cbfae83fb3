using System.Text;
using System.Text.Json;

namespace Pipeline.Core.Problems;

public class JsonProblemTests
{
    [Theory]
    [InlineData("{\"count\": \"many\", \"name\": \"x\"}", "run.json:1:17: The value of '$.count' is not a whole number.")]
    [InlineData("{\n  \"name\": 5,\n  \"count\": 1}", "run.json:2:12: The value of '$.name' is not a text.")]
    [InlineData("{\"name\": \"é😀\", \"count\": x}", "run.json:1:26: 'x' is an invalid start of a value.")]
    [InlineData("{\"count\": 1}", "run.json:1:13: In '$', 'name' is missing.")]
    public void From_ReadError_PointsAtCharactersAndNamesNoType(string json, string expected)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);

        var exception = Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Sample>(utf8, JsonSerializerOptions.Web));

        JsonProblem.From(exception, "run.json", utf8).ToString().ShouldBe(expected);
    }

    private sealed record Sample
    {
        public required string Name { get; init; }

        public required int Count { get; init; }
    }
}
