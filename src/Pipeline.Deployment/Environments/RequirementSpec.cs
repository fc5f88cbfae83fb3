namespace Pipeline.Deployment.Environments;

/// <summary>Another environment must have been healthy for some time.</summary>
public sealed record RequirementSpec(string Healthy, TimeSpan For);
