using System.Reflection;
using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Data.Schemas;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;
using Pipeline.Models.Documents;
using Pipeline.Testing;

namespace Pipeline.Data.Expectations;

/// <summary>The guide shows what there is, and what it shows is accepted.</summary>
public class GuideTests
{
    private const string Header = "id,income,purpose,email,opened,closed,code,age,y\n";

    private static string Guide => File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "expectations.md"));

    [Fact]
    public void Example_OfTheGuide_NamesEveryExpectation()
    {
        using var dataset = Example();

        dataset.ManifestProblems.ShouldBeEmpty();
        var shown = dataset.Request.Manifest.Get<DataSection>().Expect.Select(x => x.GetType()).ToHashSet();
        Choices().Where(x => !shown.Contains(x.Record)).Select(x => x.Key).ShouldBeEmpty();
    }

    [Fact]
    public void Example_OfTheGuide_IsAcceptedByEditorsToo()
    {
        using var dataset = Example();

        var accepted = SchemaCheck.Of(SomeDataset.Schema.ToJsonSchema()).Accepts(
            YamlJson.Of(YamlReader.Read(dataset.Text, "model.yml").Root!));

        accepted.ShouldBeTrue();
    }

    [Fact]
    public async Task Example_OfTheGuide_LacksNothingButTheTeamsLibrary()
    {
        using var dataset = Example();

        var problems = (await dataset.ValidateAsync()).Problems;

        problems.ShouldHaveSingleItem().Message.ShouldBe("There is no custom expectation 'iban-checksum'.");
    }

    [Fact]
    public void Table_OfTheGuide_HasEveryCode()
    {
        var codes = Enum.GetNames<DataAnomaly>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName);

        codes.Where(x => !Guide.Contains($"`{x}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static SomeDataset Example()
    {
        const string fence = "```yaml\n";
        var begin = Guide.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        var example = Guide[begin..Guide.IndexOf("```", begin, StringComparison.Ordinal)];
        return new SomeDataset(
            "path: data.csv\nlabel: y\n" + example.TrimEnd(), Header + "1,1,car,a@b.c,2024-01-01,?,AA11,20,0\n");
    }

    private static IEnumerable<KeyChoiceAttribute> Choices() => typeof(ExpectationSpec).GetCustomAttributes<KeyChoiceAttribute>();
}
