using Nuke.Common;

namespace Pipeline.Polyfills.Nuke.Schema;

internal interface IHasModel : INukeBuild
{
    [Parameter("Model to work on")]
    string Model => "forecast";
}

internal interface ITrainModel : IHasModel
{
    [Parameter("Number of trees")]
    int Trees => 100;

    Target Train => _ => _;
}

internal interface IValidateData : IHasModel
{
    Target ValidateData => _ => _;
}

/// <summary>The parameters and targets of the sample whose schema the real package wrote.</summary>
internal sealed class SampleParameters : NukeBuild, ITrainModel, IValidateData
{
    [Parameter("Environment to act on")]
    public readonly string Environment = "staging";

    [Parameter("Revision to return to")]
    public int? Revision { get; set; }

    [Parameter("Why")]
    public string? Reason { get; set; }

    [Parameter("Level of detail")]
    public readonly Level Detail = Level.Brief;

    [Parameter("Columns to ignore")]
    public readonly string[] Ignore = [];

    [Parameter("Token for the registry"), Secret]
    public string? RegistryToken { get; set; }

    [Parameter("Skips the cache")]
    public bool Force { get; set; }

    public Target Clean => _ => _;
    public Target Test => _ => _;
    public Target Package => _ => _;
    public Target Deploy => _ => _;
    public Target Status => _ => _;
    public Target Rollback => _ => _;
    public Target Release => _ => _;
    public Target Broken => _ => _;
    public Target AfterBroken => _ => _;
    public Target Always => _ => _;
    public Target A => _ => _;
    public Target B => _ => _;
}

internal enum Level
{
    Brief,
    Full,
}
