using System.ComponentModel;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>From what severity on a finding is acted on.</summary>
[TypeConverter(typeof(TypeConverter<DotNetFormatSeverity>))]
public class DotNetFormatSeverity : Enumeration
{
    public static DotNetFormatSeverity info = (DotNetFormatSeverity)"info";
    public static DotNetFormatSeverity warn = (DotNetFormatSeverity)"warn";
    public static DotNetFormatSeverity error = (DotNetFormatSeverity)"error";

    public static implicit operator DotNetFormatSeverity(string value) => new() { Value = value };
}
