using Pipeline.Core.Problems;
using Pipeline.Manifest.Examples;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest;

public class ManifestFuzzTests
{
    private const int Count = 2000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Model_Mutated_IsAValueOrProblemsWithAPlace(int seed)
    {
        foreach (var text in new Mutations(seed).Of(Example.Model, Count))
            Check(text, Example.ReadModel(text).Problems, x => Example.ReadModel(x).IsValid);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Environments_Mutated_IsAValueOrProblemsWithAPlace(int seed)
    {
        foreach (var text in new Mutations(seed).Of(Example.Environments, Count))
            Check(text, Example.ReadEnvironments(text).Problems, x => Example.ReadEnvironments(x).IsValid);
    }

    [Theory]
    [InlineData(5)]
    public void Model_AcceptedAfterMutation_IsAcceptedByTheSchema(int seed)
    {
        var schema = SchemaCheck.Of(Example.ModelSchema.ToJsonSchema());

        var texts = new Mutations(seed).Of(Example.Model, Count);
        var accepted = texts.Where(x => Example.ReadModel(x).IsValid).ToList();

        accepted.Count.ShouldBeGreaterThan(50);
        accepted.Where(x => !schema.Accepts(YamlJson.Of(YamlReader.Read(x, "model.yml").Root!))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(6)]
    public void Environments_AcceptedAfterMutation_IsAcceptedByTheSchema(int seed)
    {
        var schema = SchemaCheck.Of(Example.EnvironmentsSchema.ToJsonSchema());

        var texts = new Mutations(seed).Of(Example.Environments, Count);
        var accepted = texts.Where(x => Example.ReadEnvironments(x).IsValid).ToList();

        accepted.Count.ShouldBeGreaterThan(50);
        accepted.Where(x => !schema.Accepts(YamlJson.Of(YamlReader.Read(x, "environments.yml").Root!))).ShouldBeEmpty();
    }

    private static void Check(string text, IReadOnlyList<Problem> problems, Func<string, bool> isValid)
    {
        isValid(text).ShouldBe(problems.Count == 0);
        var lines = text.ReplaceLineEndings("\n").Split('\n').Length;
        foreach (var problem in problems)
        {
            var isPlaced = problem.Line >= 1 && problem.Line <= lines && problem.Column >= 1;
            isPlaced.ShouldBeTrue($"{problem}\n{text}");
            problem.Message.ShouldEndWith(".");
            problem.ToString().ShouldNotContain("YamlDotNet");
        }
    }
}
