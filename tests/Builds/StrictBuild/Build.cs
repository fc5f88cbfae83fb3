using Nuke.Common;
using Nuke.Common.CI.GitHubActions;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Delivery;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;
using Pipeline.Manifest;
using Pipeline.Targets;
using Pipeline.Targets.CommandLine;
using Pipeline.Targets.Workflows;
using Serilog;

namespace StrictBuild;

/// <summary>A team's build with a target for everything that can go wrong.</summary>
[PipelineWorkflow(
    "release",
    GitHubActionsImage.UbuntuLatest,
    OnPushTags = ["v*"],
    OnWorkflowDispatchRequiredInputs = [nameof(Reason)],
    OnWorkflowDispatchOptionalInputs = [nameof(Revision), nameof(IHasTrees.Trees)],
    ImportSecrets = [nameof(RegistryToken)],
    EnableGitHubToken = true,
    WritePermissions = [GitHubActionsPermissions.Packages],
    InvokedTargets = [nameof(Train), nameof(Rollback)],
    CacheKeyFiles = ["global.json"],
    EnvironmentName = "production",
    ConcurrencyGroup = "release",
    FetchDepth = 0)]
internal sealed class Build : PipelineBuild, IHasTrees
{
    [Parameter("Revision to return to")] private readonly int? Revision;
    [Parameter("Why")] private readonly string? Reason;
    [Parameter("How much to say")] private readonly Detail Detail;
    [Parameter("Columns to leave out")] private readonly string[] Ignore = [];
    [Parameter("Do it all again")] private readonly bool Force;
    [Parameter("Token of the registry"), Secret] private readonly string? RegistryToken;
    [Parameter("User of the registry"), Variables("DOCKER_USER")] private readonly string? RegistryUser;
    [Parameter("A value from a list", ValueProviderMember = nameof(Regions))] private readonly string? Region;

    public static int Main() => Execute<Build>(x => x.Train);

    private static string[] Regions => ["north", "south"];

    private Target Train => _ => _
        .Executes(() => Log.Information(
            "trees {Trees}, detail {Detail}, ignore {Ignore}, force {Force}, region {Region}, user {User}, host {Host}",
            ((IHasTrees)this).Trees, Detail, string.Join('|', Ignore), Force, Region, RegistryUser, Host.GetType().Name));

    private Target Rollback => _ => _
        .Requires(() => Revision)
        .Executes(() => Log.Information("back to {Revision} because {Reason}", Revision, Reason));

    private Target Leak => _ => _
        .Executes(() =>
        {
            Log.Information("token is {Token}", RegistryToken);
            Log.Information("token is " + RegistryToken);
            Log.Information("object {@Object}", new { Inner = RegistryToken, List = new[] { RegistryToken } });
            Console.WriteLine($"plain {RegistryToken}");
            Console.Error.WriteLine($"error {Uri.EscapeDataString(RegistryToken!)}");
            Ci.Summarize($"summary {RegistryToken}");
            ReportSummary(x => { x["Token"] = RegistryToken!; return x; });
            throw new InvalidOperationException($"The token {RegistryToken} was refused.");
        });

    /// <summary>Says what data could say, in every way that a build has.</summary>
    private Target Speak => _ => _
        .Executes(() =>
        {
            const string Hostile = "x\n::set-env name=PATH::/evil\n  ::add-mask::a\r\n##[command]rm\n##vso[task.setvariable]x";
            Log.Information("logged {Value}", Hostile);
            Log.Warning("warned {Value}", Hostile);
            Console.WriteLine(Hostile);
            Console.Write("::stop-");
            Console.WriteLine("commands::token");
            Console.Error.WriteLine("::save-state name=a::b");
            throw new InvalidInputException([new Problem("loans.csv", 1, null, Hostile)]);
        });

    private Target Busy => _ => _
        .Executes(() => throw new EnvironmentRefusedException(new Refusal(RefusalKind.LeaseHeld, "Ada changes production.")));

    private Target NotPossible => _ => _
        .Executes(() => throw new NothingToRollBackToException("production of loans", 1));

    private Target FailVerdict => _ => _
        .Executes(() => throw new FailedVerdictException("evaluation of income", SomeReport()));

    private Target FailInput => _ => _
        .Executes(() => throw new InvalidInputException([
            new Problem("model.yml", 12, 5, "'treees' is not known.", "Did you mean 'trees'?"),
            new Problem("model.yml", 20, null, "100% of nothing."),
        ]));

    private Target ReadManifests => _ => _
        .Executes(async () =>
        {
            var model = await ManifestReader.ReadAsync(RootDirectory / "model.yml", ManifestSchema.Model(), Cancellation);
            var environments = await ManifestReader.ReadAsync(
                RootDirectory / "environments.yml", ManifestSchema.Environments(), Cancellation);
            Log.Information("{Model} of {Project}", model.OrThrow().Frame.Name, environments.OrThrow().Frame.Project);
        });

    private Target FailWorld => _ => _
        .Executes(() => throw new IOException("The disk '/data' is full."));

    private Target Bug => _ => _
        .Executes(() => throw new InvalidOperationException("This is a mistake of ours."));

    private Target Wait => _ => _
        .Executes(async () =>
        {
            Console.WriteLine("waiting");
            await Task.Delay(Timeout.Infinite, Cancellation);
        });

    private static CheckReport SomeReport()
    {
        var check = new Check { Id = "roc_auc/at-least", Criterion = new Criterion.AtLeast(0.9) };
        return new CheckReport([check.Judge(new Measurement { Name = "roc_auc", Value = 0.88 })]);
    }
}
