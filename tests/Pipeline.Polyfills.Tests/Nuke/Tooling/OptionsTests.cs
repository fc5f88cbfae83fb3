using Nuke.Common.Tooling;

namespace Pipeline.Polyfills.Tests.Nuke.Tooling;

public sealed class OptionsTests
{
    [Fact]
    public void Setter_LeavesTheOptionsAloneAndChangesACopy()
    {
        var original = new Some();

        var changed = original.SetProcessWorkingDirectory("/x").SetProcessExecutionTimeout(TimeSpan.FromSeconds(2));

        original.ProcessWorkingDirectory.ShouldBeNull();
        changed.ProcessWorkingDirectory.ShouldBe("/x");
        changed.ProcessExecutionTimeout.ShouldBe(2000);
        changed.ResetProcessWorkingDirectory().ProcessWorkingDirectory.ShouldBeNull();
    }

    [Fact]
    public void Property_OfAnOwnType_IsReadAndSetByExpression()
    {
        var options = new Some();

        var changed = options.Modify(x =>
        {
            x.Set(() => options.Name, "a");
            x.AddCollection(() => options.Items, "b", "c");
            x.SetDictionary(() => options.Pairs, "k", "v");
        });

        changed.Name.ShouldBe("a");
        changed.Items.ShouldBe(["b", "c"]);
        changed.Pairs["k"].ShouldBe("v");
        options.Items.ShouldBeNull();
    }

    [Fact]
    public void EnvironmentVariable_LeavesTheInheritedOnes()
    {
        var options = new Some().SetProcessEnvironmentVariable("PIPELINE_X", 1.5);

        options.ProcessEnvironmentVariables["PIPELINE_X"].ShouldBe("1.5");
        options.ProcessEnvironmentVariables.Keys.ShouldContain("PATH");
        options.ClearProcessEnvironmentVariables().ProcessEnvironmentVariables.ShouldBeEmpty();
        options.ResetProcessEnvironmentVariables().ProcessEnvironmentVariables.ShouldBeNull();
    }

    [Fact]
    public void CombineWith_Values_MakesOneOfEach()
    {
        var combined = new Some().CombineWith(["a", "b"], (x, value) => x.SetProcessWorkingDirectory(value));

        combined.Select(x => x.ProcessWorkingDirectory).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void When_ConditionDoesNotHold_ChangesNothing()
    {
        var options = new Some();

        options.When(_ => false, x => x.SetProcessToolPath("t")).ProcessToolPath.ShouldBeNull();
        options.When(_ => true, x => x.SetProcessToolPath("t")).ProcessToolPath.ShouldBe("t");
    }

    [Fact]
    public void Invoke_WithAFailedVariant_RunsTheOthersOnlyIfAsked()
    {
        CombinatorialConfigure<Some> configure = x => x.CombineWith(["a", "b", "c"], (y, value) => y.SetProcessToolPath(value));

        Ran(completeOnFailure: false).ShouldBe(["a"]);
        Ran(completeOnFailure: true).ShouldBe(["a", "b", "c"]);

        List<string> Ran(bool completeOnFailure)
        {
            var ran = new List<string>();
            Should.Throw<AggregateException>(() => configure.Invoke(
                x =>
                {
                    ran.Add(x.ProcessToolPath);
                    throw new InvalidOperationException();
                },
                degreeOfParallelism: 1,
                completeOnFailure));
            return ran;
        }
    }

    private sealed class Some : ToolOptions
    {
        public string Name => Get<string>(() => Name);
        public IReadOnlyList<string> Items => Get<IReadOnlyList<string>>(() => Items);
        public IReadOnlyDictionary<string, string> Pairs => Get<IReadOnlyDictionary<string, string>>(() => Pairs);
    }
}
