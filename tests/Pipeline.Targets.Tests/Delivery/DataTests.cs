using System.Text.Json.Nodes;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>What people see of their data: a profile, proposed columns, rows set aside, and a team's own expectation.</summary>
public sealed class DataTests : IDisposable
{
    private const string Manifest = "models/loan-default/model.yml";
    private const string Profile = "artifacts/loan-default/profile.json";

    private readonly DeliveryRoot _root = new();

    [Fact]
    public void Profile_OfAModelWithoutColumns_ProposesWhatThenHolds()
    {
        Drop("columns:", "  expect:");
        var without = _root.Read(Manifest);

        var shown = _root.Run("ProfileData");
        var unchanged = _root.Read(Manifest);
        var written = _root.Run("ProfileData --write");
        var again = _root.Run("ProfileData");
        var validated = _root.Run("ValidateData");

        shown.ExitCode.ShouldBe(0, shown.Text);
        shown.Output.ShouldContain("For 'data' in the manifest (or run this again with --write):");
        shown.Output.ShouldContain("    sex: {type: category, one-of: [F, M], missing: {at-most: 0}}");
        unchanged.ShouldBe(without);
        written.Output.ShouldContain("To the manifest: 16 columns, 1 expectation to models/loan-default/model.yml");
        _root.Read(Manifest).ShouldContain("\n    sex: {type: category, one-of: [F, M], missing: {at-most: 0}}\n");
        again.Output.ShouldNotContain("--write");
        validated.ExitCode.ShouldBe(0, validated.Text);
    }

    [Fact]
    public void Profile_OfAModelThatOnlyHasData_NeedsNothingElse()
    {
        var text = _root.Read(Manifest);
        _root.Write(Manifest, text[..text.IndexOf("\ntraining:", StringComparison.Ordinal)] + "\n");

        var profiled = _root.Run("ProfileData");
        var validated = _root.Run("ValidateData");

        profiled.ExitCode.ShouldBe(0, profiled.Text);
        validated.ExitCode.ShouldBe(2, validated.Text);
        validated.Output.ShouldContain("'training' is missing");
    }

    [Fact]
    public void Table_OfAProfile_FitsATerminal()
    {
        var run = _root.Run("ProfileData");

        var table = run.Output.Split('\n').SkipWhile(x => !x.StartsWith("column ", StringComparison.Ordinal)).Take(18).ToArray();
        table[0].ShouldBe("column              type        missing   distinct  values");
        table.ShouldAllBe(x => x.Length <= 80);
        table.ShouldContain(x => x.StartsWith("application_id      identifier     0.0%", StringComparison.Ordinal)
            && x.EndsWith("(personal)", StringComparison.Ordinal));
        _root.Read(Profile).ShouldNotContain("L100000");
        var features = run.Output.Split('\n')
            .SkipWhile(x => !x.EndsWith("becomes (because)", StringComparison.Ordinal)).ToArray();
        features[1].ShouldBe("sex                 indicator of each category (2 categories)");
        features.TakeWhile(x => x.Trim().Length > 0).ShouldAllBe(x => x.Length <= 80);
        _root.Read(Profile).ShouldContain("\"because\": \"2 categories\"");
    }

    [Fact]
    public void Drift_FromAKeptProfile_FailsWhenTheDataMoved()
    {
        _root.Run("ProfileData").ExitCode.ShouldBe(0);
        _root.Write("models/loan-default/profiles/first.json", _root.Read(Profile));
        _root.Change("  expect:\n", "  expect:\n    - {drift: amount, from: profiles/first.json, psi: {at-most: 0.2}}\n");

        var before = _root.Run("ValidateData");
        var amount = Array.IndexOf(Rows()[0].Split(','), "amount");
        _root.WriteData(x => string.Join('\n', x.Split('\n').Select((y, i) => i == 0 ? y : Halved(y, amount))));
        var after = _root.Run("ValidateData");

        before.ExitCode.ShouldBe(0, before.Text);
        after.ExitCode.ShouldBe(1, after.Text);
        after.Output.ShouldContain("population stability index");
    }

    [Fact]
    public void Rows_ThatFail_AreSetAsideOnRequest()
    {
        _root.Change("rate: {type: number, between: [0, 19]}", "rate: {type: number, between: [0, 12]}");

        var run = _root.Run("ValidateData --quarantine");

        run.ExitCode.ShouldBe(1, run.Text);
        var evidence = JsonNode.Parse(_root.Read("artifacts/loan-default/dataset.json"))!["evidence"]!.AsArray()
            .Single(x => x!["check"]!.ToString().StartsWith("rate/", StringComparison.Ordinal) && (long)x["count"]! > 0)!;
        var aside = _root.Read("artifacts/loan-default/quarantine.csv").TrimEnd().Split('\n');
        aside.Length.ShouldBe((int)evidence["count"]! + 1);
        aside[1].ShouldContain("rate");
    }

    [Fact]
    public void Expectation_OfTheTeam_IsBuiltFromItsSources()
    {
        WriteExtension("values[0].Length == 1");
        _root.Change("  expect:\n", "  expect:\n    - {custom: one-letter, of: [sex]}\n");
        _root.Change("description:", "extensions: extensions/Loans\ndescription:");

        var first = _root.Run("ValidateData");
        var second = _root.Run("ValidateData");
        WriteExtension("values[0].Length == 2");
        var third = _root.Run("ValidateData");

        first.ExitCode.ShouldBe(0, first.Text);
        second.Output.ShouldContain("validate-data is up to date");
        third.ExitCode.ShouldBe(1, third.Text);
        third.Output.ShouldContain("because input 'extensions' changed");
        third.Output.ShouldContain("one-letter");
    }

    [Fact]
    public void Extension_WhoseReferenceChanged_IsBuiltAgain()
    {
        WriteExtension("Letters.Count(values[0]) == 1");
        WriteReference("text.Length");
        _root.Change("  expect:\n", "  expect:\n    - {custom: one-letter, of: [sex]}\n");
        _root.Change("description:", "extensions: extensions/Loans\ndescription:");

        var first = _root.Run("ValidateData");
        WriteReference("text.Length + 1");
        var second = _root.Run("ValidateData");

        first.ExitCode.ShouldBe(0, first.Text);
        second.ExitCode.ShouldBe(1, second.Text);
        second.Output.ShouldContain("because input 'extensions' changed");
    }

    [Fact]
    public void Extension_WhoseBuildEndedHalfway_IsBuiltAgain()
    {
        WriteExtension("values[0].Length == 1", """
            <Target Name="Late" AfterTargets="Build">
              <Error Text="ended" Condition="'$(ENDS_HALFWAY)' != ''" />
              <WriteLinesToFile File="$(OutDir)complete.txt" Lines="yes" />
            </Target>
            """);
        _root.Change("  expect:\n", "  expect:\n    - {custom: one-letter, of: [sex]}\n");
        _root.Change("description:", "extensions: extensions/Loans\ndescription:");

        var first = _root.Run("ValidateData", ("ENDS_HALFWAY", "yes"));
        var second = _root.Run("ValidateData");

        first.ExitCode.ShouldBe(255, first.Text);
        second.ExitCode.ShouldBe(0, second.Text);
        var built = Path.Combine(_root.Folder, ".nuke", "temp", "extensions", "Loans");
        Directory.GetDirectories(built).Single(x => !x.EndsWith(".tmp", StringComparison.Ordinal))
            .ShouldSatisfyAllConditions(x => File.Exists(Path.Combine(x, "complete.txt")).ShouldBeTrue());
    }

    public void Dispose() => _root.Dispose();

    /// <summary>Takes lines out of the manifest: from one to before another.</summary>
    private void Drop(string first, string next)
    {
        var text = _root.Read(Manifest);
        var start = text.IndexOf($"  {first}", StringComparison.Ordinal);
        _root.Write(Manifest, text.Remove(start, text.IndexOf($"\n{next}", start, StringComparison.Ordinal) + 1 - start));
    }

    private string[] Rows() => _root.Read("models/loan-default/data/loans.csv").Split('\n');

    private static string Halved(string row, int column)
    {
        var values = row.Split(',');
        if (values.Length > column)
            values[column] = "500";
        return string.Join(',', values);
    }

    private void WriteReference(string count)
    {
        _root.Write("extensions/Letters/Letters.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
            </Project>
            """);
        _root.Write("extensions/Letters/Letters.cs", $$"""
            public static class Letters { public static int Count(System.ReadOnlySpan<char> text) => {{count}}; }
            """);
        var project = _root.Read("extensions/Loans/Loans.csproj");
        const string Reference = """<ProjectReference Include="../Letters/Letters.csproj" />""";
        if (!project.Contains(Reference, StringComparison.Ordinal))
            _root.Write("extensions/Loans/Loans.csproj", project.Replace("<ItemGroup>", $"<ItemGroup>{Reference}"));
    }

    private void WriteExtension(string test, string targets = "")
    {
        var core = Path.Combine(AppContext.BaseDirectory, "Pipeline.Core.dll");
        _root.Write(
            "extensions/Loans/Loans.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><Reference Include="Pipeline.Core" HintPath="{core}" Private="false" /></ItemGroup>
            {targets}
            </Project>
            """);
        _root.Write(
            "extensions/Loans/OneLetter.cs",
            $$"""
            using System.Collections.Generic;
            using Pipeline.Core.Checks;

            public sealed class OneLetter : ICustomExpectation, IRowTest
            {
                public string Name => "one-letter";
                public IReadOnlyCollection<string> Options => [];
                public IRowTest Create(IReadOnlyDictionary<string, string> options) => this;
                public bool Holds(RowValues values) => {{test}};
            }
            """);
    }
}
