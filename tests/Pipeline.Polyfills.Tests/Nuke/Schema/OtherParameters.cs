using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Pipeline.Polyfills.Nuke.Schema;

[ParameterPrefix("Signing")]
internal interface ISign : INukeBuild
{
    [Parameter]
    string? Identity => null;
}

/// <summary>One parameter of each kind that the sample lacks.</summary>
internal sealed class OtherParameters : NukeBuild, ISign
{
    [Parameter]
    public double Rate { get; set; }

    [Parameter("How much to say.")]
    public Level? Detail { get; set; }

    [Parameter]
    public readonly Level[] Levels = [];

    [Parameter]
    public AbsolutePath? Output { get; set; }

    [Parameter("What to build for")]
    public Flavour? Target1 { get; set; }

    [Parameter(ValueProviderMember = nameof(KnownEnvironments))]
    public string? Environment { get; set; }

    [Parameter(Name = "Renamed")]
    public long Named { get; set; }

    [Parameter]
    internal static string Hidden => "";

    public IEnumerable<string> KnownEnvironments => ["staging", "production"];

    internal sealed class Flavour : Enumeration
    {
        public static readonly Flavour Debug = new() { Value = nameof(Debug) };
        public static readonly Flavour Release = new() { Value = nameof(Release) };
    }
}
