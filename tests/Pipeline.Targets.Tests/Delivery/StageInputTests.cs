using System.Diagnostics;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Delivery;
using Pipeline.Delivery.Builds;
using Pipeline.Delivery.Programs;
using Pipeline.Delivery.Stages;
using Pipeline.Packaging;
using Pipeline.Packaging.Bases;

namespace Pipeline.Targets.Delivery;

/// <summary>What stages are up to date with: the machine, the SDK and the clock, besides the files of the repository.</summary>
public sealed class StageInputTests : IDisposable
{
    private readonly DeliveryRoot _root = new();
    private readonly MovedClock _clock = new();
    private readonly NamedPrograms _programs = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Package_AfterAnUpgradeOfALibrary_RunsAndNamesIt()
    {
        await PackagedAsync(new HostBase { ["libc.so.6"] = "2.36", ["libssl.so.3"] = "3.0.14" });

        var plan = await PlanAsync(new HostBase { ["libc.so.6"] = "2.36", ["libssl.so.3"] = "3.0.15" });

        plan.ShouldBe("package runs, because input 'base.libssl.so.3' changed");
    }

    [Fact]
    public async Task Package_AfterAnUpgradeOfTheServer_RunsAndSaysBothVersions()
    {
        await PackagedAsync(new HostBase());
        _programs.Version = "0.4.0";

        var plan = await PlanAsync(new HostBase());

        plan.ShouldBe("package runs, because input 'server' changed from 0.3.0 to 0.4.0");
    }

    [Fact]
    public async Task Package_NothingChanged_IsUpToDate()
    {
        await PackagedAsync(new HostBase { ["libc.so.6"] = "2.36" });

        var plan = await PlanAsync(new HostBase { ["libc.so.6"] = "2.36" });

        plan.ShouldBe("package is up to date");
    }

    [Fact]
    public async Task Package_WhereNoBaseCanBeHad_IsPlannedAllTheSame()
    {
        await PackagedAsync(new HostBase { ["libc.so.6"] = "2.36" });

        var plan = await PlanAsync(new HostBase { IsRefused = true });

        plan.ShouldBe("package runs, because input 'base.libc.so.6' is no longer one");
    }

    [Fact]
    public async Task Freshness_AfterItsBucket_IsAskedAgain()
    {
        _root.Change("  expect:\n", "  expect:\n    - {freshness: applied_on, at-most: 30000d}\n");
        var workspace = await OpenAsync();
        var stage = new DataStage(workspace);
        await stage.RunAsync(force: false, Token);
        var dataset = (await new TrainStage(workspace).DescribeAsync(Token)).Inputs["dataset"];

        _clock.Now = _clock.Now.AddMinutes(19);
        var within = await stage.PlanAsync(force: false, Token);
        _clock.Now = _clock.Now.AddMinutes(1);
        var beyond = await stage.RunAsync(force: false, Token);

        within.ToString().ShouldBe("validate-data is up to date");
        beyond.Plan!.ToString().ShouldBe(
            "validate-data runs, because input 'clock' changed from 2026-02-03 04:00:00Z to 2026-02-03 05:00:00Z");
        var after = (await new TrainStage(workspace).DescribeAsync(Token)).Inputs["dataset"];
        after.ShouldBe(dataset, "nothing else is to be done again");
    }

    [Fact]
    public async Task Freshness_NotAsked_LeavesTheClockAlone()
    {
        var stage = new DataStage(await OpenAsync());
        await stage.RunAsync(force: false, Token);
        _clock.Now = _clock.Now.AddYears(1);

        var plan = await stage.PlanAsync(force: false, Token);

        plan.IsUpToDate.ShouldBeTrue();
    }

    [Fact]
    public async Task Toolkit_OfStages_NamesItsBuild()
    {
        var stage = new DataStage(await OpenAsync());

        await stage.RunAsync(force: false, Token);

        _root.Read("artifacts/loan-default/.stages/validate-data.json").ShouldContain(ToolkitBuild.Current);
        ToolkitBuild.Current.ShouldMatch(@"^\d+\.\d+\.\d+ \(build [0-9a-f]{8}\)$");
    }

    [Fact]
    public async Task Toolkit_WithPartsOfTheBuild_IsAnotherOne()
    {
        await new DataStage(await OpenAsync()).RunAsync(force: false, Token);
        var request = Request with { Configure = x => x.AddExpectation(new DeliveryBuilderTests.Nothing()) };
        var workspace = await ModelWorkspace.OpenAsync(request, ModelWorkspace.Schema, Token);

        var plan = await new DataStage(workspace).PlanAsync(force: false, Token);

        plan.IsUpToDate.ShouldBeFalse();
        plan.ToString().ShouldMatch(@"\(build [0-9a-f]{8} with [0-9a-f]{8}\)");
    }

    public void Dispose() => _root.Dispose();

    private DeliveryRequest Request =>
        new(_root.Root, new FakeFace()) { Clock = _clock, Configure = builder => builder.UsePrograms(_programs) };

    private Task<ModelWorkspace> OpenAsync() => ModelWorkspace.OpenAsync(Request, ModelWorkspace.Schema, Token);

    private async Task<PackageStage> StageAsync(HostBase source) =>
        new(await OpenAsync(), new ProgramPackages(Request), source);

    /// <summary>Records that the image was made; the work itself is not what is looked at.</summary>
    private async Task PackagedAsync(HostBase source)
    {
        var stage = await (await StageAsync(source)).DescribeAsync(Token);
        await (await OpenAsync()).Stages.RunAsync(stage, MakeAsync, force: false, Token);

        Task MakeAsync(CancellationToken cancellationToken)
        {
            foreach (var output in stage.Outputs)
                _root.Write(output, "made");
            return Task.CompletedTask;
        }
    }

    private async Task<string> PlanAsync(HostBase source) =>
        (await (await StageAsync(source)).PlanAsync(force: false, Token)).ToString();

    /// <summary>Libraries by name, with their version.</summary>
    private sealed class HostBase : Dictionary<string, string>, IBaseSource
    {
        public bool IsRefused { get; init; }

        public Task<Validated<BaseContents>> ResolveAsync(CancellationToken cancellationToken) => Task.FromResult(IsRefused
            ? Validated.Invalid<BaseContents>(new Problem("There is none."))
            : Validated.Valid(new BaseContents("amd64", [], [.. this.Select(x => new BillComponent(
                x.Key, $"lib/{x.Key}", Digest.OfText(x.Value), "package", x.Value))])));
    }

    /// <summary>Programs that have a version, and that nobody fetches.</summary>
    private sealed class NamedPrograms : IProgramSource
    {
        public string Version { get; set; } = "0.3.0";

        public Task<ProgramPackage> FindAsync(ToolkitProgram program, string runtime, CancellationToken cancellationToken) =>
            Task.FromResult(new ProgramPackage(program, runtime, Version));

        public Task<ProgramFeed> OfferAsync(
            ProgramPackage package, IDeliveryFace face, CancellationToken cancellationToken) =>
            throw new UnreachableException();
    }

    private sealed class MovedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 2, 3, 4, 40, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
