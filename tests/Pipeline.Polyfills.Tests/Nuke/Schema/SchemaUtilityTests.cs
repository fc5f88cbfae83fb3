using System.Text.Encodings.Web;
using System.Text.Json;
using Nuke.Common;
using Nuke.Common.Execution;
using Pipeline.Testing;

namespace Pipeline.Polyfills.Nuke.Schema;

public class SchemaUtilityTests
{
    [Fact]
    public void Schema_OfTheSample_EqualsTheRecordedFileByteForByte()
    {
        var recorded = File.ReadAllText(Repository.Shared("facts", "nuke", "build.schema.json"));

        var schema = SchemaUtility.GetJsonString(new SampleParameters());

        schema.ShouldBe(recorded);
    }

    [Theory]
    [InlineData("Rate", """{"type":"number","format":"double"}""")]
    [InlineData("Detail", """{"description":"How much to say","oneOf":[{"type":"null"},{"$ref":"#/definitions/Level"}]}""")]
    [InlineData("Levels", """{"type":"array","items":{"$ref":"#/definitions/Level"}}""")]
    [InlineData("Output", """{"type":"string"}""")]
    [InlineData("Target1", """{"type":"string","description":"What to build for","enum":["Debug","Release"]}""")]
    [InlineData("Environment", """{"type":"string","enum":["staging","production"]}""")]
    [InlineData("Renamed", """{"type":"integer","format":"int64"}""")]
    [InlineData("Hidden", """{"type":"string"}""")]
    [InlineData("SigningIdentity", """{"type":"string"}""")]
    public void Parameter_OfEachKind_HasItsSchema(string parameter, string schema)
    {
        var properties = Properties(new OtherParameters());

        JsonSerializer.Serialize(properties.GetProperty(parameter), Relaxed).ShouldBe(schema);
    }

    [Fact]
    public void Parameter_WhoseValueProviderIsUnknown_IsRefusedByName()
    {
        var refused = Should.Throw<InvalidOperationException>(() => SchemaUtility.GetJsonString(new UnknownProvider()));

        refused.Message.ShouldContain("'Model'");
        refused.Message.ShouldContain("'Models'");
    }

    [Fact]
    public void Definitions_OfTwoEnumsOfOneName_AreBothThere()
    {
        using var schema = SchemaUtility.GetJsonDocument(new Namesakes());

        var definitions = schema.RootElement.GetProperty("definitions");

        definitions.GetProperty("Level").GetProperty("enum")[0].GetString().ShouldBe("Brief");
        definitions.GetProperty("Level2").GetProperty("enum")[0].GetString().ShouldBe("Low");
    }

    private static JsonSerializerOptions Relaxed { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonElement Properties(INukeBuild build)
    {
        using var schema = SchemaUtility.GetJsonDocument(build);
        return schema.RootElement.GetProperty("allOf")[0].GetProperty("properties").Clone();
    }

    private sealed class UnknownProvider : NukeBuild
    {
        [Parameter(ValueProviderMember = "Models")]
        public string? Model { get; set; }
    }

    private sealed class Namesakes : NukeBuild
    {
        [Parameter]
        public Schema.Level A { get; set; }

        [Parameter]
        public Level B { get; set; }

        public enum Level
        {
            Low,
            High,
        }
    }
}
