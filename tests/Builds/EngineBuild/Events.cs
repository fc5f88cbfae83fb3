using System;
using Nuke.Common;

namespace EngineBuild;

/// <summary>Says when the engine calls which event method.</summary>
internal sealed class Events : NukeBuild
{
    public static int Run() => Execute<Events>(x => x.Good);

    private Target Good => _ => _.Executes(() => Say("running"));

    private Target Bad => _ => _.Executes(() => throw new InvalidOperationException("bad"));

    private Target Skipped => _ => _.OnlyWhenDynamic(() => IsServerBuild && IsLocalBuild).Executes(() => { });

    protected override void OnBuildCreated() => Say("created");

    protected override void OnBuildInitialized() => Say("initialized");

    protected override void OnBuildFinished() => Say($"finished {IsSucceeding}");

    protected override void OnTargetRunning(string target) => Say($"{target} starts");

    protected override void OnTargetSucceeded(string target) => Say($"{target} succeeded");

    protected override void OnTargetFailed(string target) => Say($"{target} failed");

    protected override void OnTargetSkipped(string target) => Say($"{target} skipped");

    private static void Say(string text) => Console.WriteLine($"event: {text}");
}
