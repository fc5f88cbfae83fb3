using System.ComponentModel;
using Nuke.Common.Tooling;

namespace Pipeline.Targets.Components;

/// <summary>A configuration of .NET projects.</summary>
[TypeConverter(typeof(TypeConverter<Configuration>))]
public sealed class Configuration : Enumeration
{
    public static readonly Configuration Debug = new() { Value = nameof(Debug) };
    public static readonly Configuration Release = new() { Value = nameof(Release) };
}
