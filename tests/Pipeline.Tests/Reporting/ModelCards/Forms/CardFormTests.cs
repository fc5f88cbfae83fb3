using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Testing;
using YamlDotNet.RepresentationModel;

namespace Pipeline.Reporting.ModelCards.Forms;

/// <summary>One card in the forms of others: what each says, that it is valid there, and that no text breaks it.</summary>
public sealed partial class CardFormTests
{
    private const string Folder = "tests/Pipeline.Tests/Reporting/ModelCards/Forms";

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly JsonSchema ToolkitSchema = SchemaOf("model-card-toolkit.schema.json");
    private static readonly JsonSchema CycloneDxSchema = SchemaOf("cyclonedx.schema.json");

    public static TheoryData<string> Hostile =>
        [.. CardEscapingTests.Hostile.Select(row => row.Data), "---", "...", "a: b", "# x", "{a: 1}", "\"", "\\", "a\"b\\c\n- d",
            "\u0000\u001b", "\u202e", "null", "1e3", "yes", "%x", "&a *b", "😀"];

    [Fact]
    public void Card_WithEverything_HasEachFormAsApproved()
    {
        var card = Saying(x => x);

        FrontMatter.Of(card).ShouldMatchApproved($"{Folder}/FullCard.front-matter.approved.md");
        ToolkitCard.Of(card, Now).ShouldMatchApproved($"{Folder}/FullCard.mct.approved.json");
        Stable(CycloneDxCard.Of(card, Now)).ShouldMatchApproved($"{Folder}/FullCard.cdx.approved.json");
    }

    [Fact]
    public void Card_WithNothing_HasEachFormAsApproved()
    {
        var card = SomeCard.Empty;

        FrontMatter.Of(card).ShouldMatchApproved($"{Folder}/EmptyCard.front-matter.approved.md");
        ToolkitCard.Of(card, Now).ShouldMatchApproved($"{Folder}/EmptyCard.mct.approved.json");
        Stable(CycloneDxCard.Of(card, Now)).ShouldMatchApproved($"{Folder}/EmptyCard.cdx.approved.json");
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void FrontMatter_WithHostileTexts_SaysThemAndNothingElse(string text)
    {
        var harmless = Parse(FrontMatter.Of(Saying(_ => "x")));

        var head = Parse(FrontMatter.Of(Saying(_ => text)));

        Shape(head).ShouldBe(Shape(harmless));
        ((YamlScalarNode)head["license"]).Value.ShouldBe(text);
        ((YamlSequenceNode)head["tags"])[0].ToString().ShouldBe(text);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Json_WithHostileTexts_IsValidAndSaysThem(string text)
    {
        var card = Saying(_ => text);

        using var toolkit = JsonDocument.Parse(ToolkitCard.Of(card, Now));
        using var bill = JsonDocument.Parse(CycloneDxCard.Of(card, Now));

        Validate(ToolkitSchema, toolkit);
        Validate(CycloneDxSchema, bill);
        toolkit.RootElement.GetProperty("model_details").GetProperty("overview").GetString().ShouldBe(text);
        bill.RootElement.GetProperty("metadata").GetProperty("component").GetProperty("description").GetString().ShouldBe(text);
    }

    [Fact]
    public void Json_OfAnyCard_IsValid()
    {
        foreach (var card in new[] { SomeCard.Empty, SomeCard.Full, Saying(x => x), Saying(x => x) with { Metrics = [] } })
        {
            using var toolkit = JsonDocument.Parse(ToolkitCard.Of(card, Now));
            using var bill = JsonDocument.Parse(CycloneDxCard.Of(card, Now));
            Validate(ToolkitSchema, toolkit);
            Validate(CycloneDxSchema, bill);
        }
    }

    [Fact]
    public void Schema_OfAFixture_RefusesWhatIsNotOfIt()
    {
        using var wrong = JsonDocument.Parse("""{"bomFormat": "CycloneDX", "specVersion": "1.6", "model_details": {"nam": 1}}""");

        ToolkitSchema.Evaluate(wrong.RootElement).IsValid.ShouldBeFalse();
        CycloneDxSchema.Evaluate(wrong.RootElement).IsValid.ShouldBeFalse();
    }

    [Fact]
    public void Card_Twice_HasTheSameBytesInEachForm()
    {
        FrontMatter.Of(Saying(x => x)).ShouldBe(FrontMatter.Of(Saying(x => x)));
        ToolkitCard.Of(Saying(x => x), Now).ShouldBe(ToolkitCard.Of(Saying(x => x), Now));
        CycloneDxCard.Of(Saying(x => x), Now).ShouldBe(CycloneDxCard.Of(Saying(x => x), Now));
        CycloneDxCard.Of(Saying(x => x + "!"), Now)[..400].ShouldNotBe(CycloneDxCard.Of(Saying(x => x), Now)[..400]);
    }

    [Fact]
    public void SerialNumber_OfADigest_IsAUuidOfVersion8()
    {
        var serial = CycloneDxCard.SerialNumber(Digest.OfText("card"));

        serial.ShouldMatch("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");
        CycloneDxCard.SerialNumber(Digest.OfText("card")).ShouldBe(serial);
    }

    [Theory]
    [InlineData(ModelTask.Regression, ColumnType.Number, "tabular-regression")]
    [InlineData(ModelTask.BinaryClassification, ColumnType.Number, "tabular-classification")]
    [InlineData(ModelTask.MulticlassClassification, ColumnType.Text, "text-classification")]
    public void Task_OfTheHub_FollowsFromTaskAndInputs(ModelTask task, ColumnType type, string expected)
    {
        var signature = Signature with { Inputs = [new ModelInput("x", type, MayBeMissing: false)] };

        FrontMatter.TaskOf(SomeCard.Empty with { Task = task, Signature = signature }).ShouldBe(expected);
    }

    [Theory]
    [InlineData(0.00001, "value: 1.0E-05")]
    [InlineData(0.5, "value: 0.5")]
    [InlineData(-2, "value: -2")]
    [InlineData(1.5e300, "value: 1.5E+300")]
    public void Value_OfAResult_IsANumberToEveryReaderOfYaml(double value, string expected) => FrontMatter
        .Of(SomeCard.Empty with { Metrics = [new Measurement { Name = "r2", Value = value }] }).ShouldContain(expected + "\n");

    private static ModelSignature Signature { get; } = new()
    {
        Flavor = "mlnet",
        Task = ModelTask.BinaryClassification,
        Label = new ModelLabel.TwoClasses("defaulted", "yes", "no"),
        Inputs =
        [
            new ModelInput("income", ColumnType.Number, MayBeMissing: true),
            new ModelInput("housing", ColumnType.Category, MayBeMissing: false, ["own", "rent"]),
        ],
        Outputs = [ModelOutputs.Score, ModelOutputs.Probability],
    };

    private static ModelCard Saying(Func<string, string> change) => SomeCard.Saying(change) with
    {
        License = CardFact.Declared(change("apache-2.0")),
        Languages = ["en"],
        Tags = [change("credit"), "risk"],
        HubDatasets = [change("example-bank/loans")],
        Artifact = CardFact.Measured(Digest.OfText("model")),
        Signature = Signature,
    };

    private static JsonSchema SchemaOf(string file) =>
        JsonSchema.FromText(File.ReadAllText(Path.Combine(Repository.Root, Folder, file)));

    private static void Validate(JsonSchema schema, JsonDocument document) => schema
        .Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List })
        .IsValid.ShouldBeTrue(document.RootElement.GetRawText());

    private static YamlMappingNode Parse(string head)
    {
        head.ShouldStartWith("---\n");
        head.ShouldEndWith("\n---\n\n");
        var stream = new YamlStream();
        stream.Load(new StringReader(head["---\n".Length..^"---\n\n".Length]));
        return (YamlMappingNode)stream.Documents.ShouldHaveSingleItem().RootNode;
    }

    /// <summary>Keys and lengths of lists, all the way down.</summary>
    private static string Shape(YamlNode node) => node switch
    {
        YamlMappingNode mapping => $"{{{string.Join(",", mapping.Children.Select(x => $"{x.Key}:{Shape(x.Value)}"))}}}",
        YamlSequenceNode list => $"[{string.Join(",", list.Children.Select(Shape))}]",
        _ => "x",
    };

    /// <summary>Without what another version of the toolkit changes.</summary>
    private static string Stable(string bill) => Serial().Replace(bill, "urn:uuid:...")
        .Replace($"\"version\": \"{Toolkit.Version}\"", "\"version\": \"...\"", StringComparison.Ordinal);

    [GeneratedRegex("urn:uuid:[0-9a-f-]{36}")]
    private static partial Regex Serial();
}
