namespace Pipeline.Environments;

/// <summary>What an environment's journal calls the things that happen in it.</summary>
public static class EnvironmentActions
{
    public const string GatewayStarted = "gateway-started";
    public const string GatewayStopped = "gateway-stopped";
    public const string Registered = "revision-registered";
    public const string Restarting = "revision-restart-requested";
    public const string Ready = "revision-ready";
    public const string ProbesPassed = "probes-passed";
    public const string Shifted = "weight-set";
    public const string AnalysisPassed = "analysis-passed";
    public const string AnalysisInconclusive = "analysis-inconclusive";
    public const string Paused = "rollout-paused";
    public const string Resumed = "rollout-resumed";
    public const string Promoted = "revision-promoted";
    public const string Aborted = "rollout-aborted";
    public const string Abandoned = "rollout-abandoned";
    public const string RolledBack = "rolled-back";
    public const string Crashed = "revision-crashed";
    public const string Started = "revision-started";
    public const string Listening = "revision-listening";
    public const string Stopped = "revision-stopped";
    public const string TakenDown = "environment-taken-down";

    /// <summary>What journals of version 0.1 call <see cref="Aborted"/>; what is written in a journal stays.</summary>
    private const string AbortedOnce = "rollout-taken-back";

    /// <summary>Whether an event is the end of a rollout whose candidate was not promoted, in a journal of any version.</summary>
    public static bool IsAborted(string action) => action is Aborted or AbortedOnce;
}
