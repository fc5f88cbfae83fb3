using System.Text.RegularExpressions;
using Pipeline.Delivery;

namespace Pipeline.Targets.Delivery;

/// <summary>The graph of steps is one: what a release plans by it is what the engine plans.</summary>
public sealed partial class DeliveryStepTests
{
    public static TheoryData<string> Steps => [.. DeliveryStep.OfARelease.Select(step => step.Name)];

    [Fact]
    public void Order_OfARelease_HasNothingBeforeWhatItReads()
    {
        var before = new List<DeliveryStep>();

        foreach (var step in DeliveryStep.OfARelease)
        {
            step.Behind.ShouldBeSubsetOf(before, step.Name);
            before.Add(step);
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Plan_OfTheEngine_HasTheStepsThatAreRead(string name)
    {
        using var root = new DeliveryRoot();
        root.Write("environments.yml", "project: [");

        var planned = root.Run(name).Output.Split('\n').Select(x => Row().Match(x)).Where(x => x.Success);

        planned.Select(x => x.Groups["target"].Value).ShouldBe(Expected(name), ignoreOrder: true);
    }

    private static IEnumerable<string> Expected(string name)
    {
        var step = DeliveryStep.OfARelease.Single(x => x.Name == name);
        return [.. step.Behind.Select(x => x.Name), name];
    }

    /// <summary>Of the table that the engine ends with, also where the first target was refused.</summary>
    [GeneratedRegex(@"^(?<target>[A-Z]\w+) +(Failed|NotRun|Aborted|Skipped|Succeeded)\b")]
    private static partial Regex Row();
}
