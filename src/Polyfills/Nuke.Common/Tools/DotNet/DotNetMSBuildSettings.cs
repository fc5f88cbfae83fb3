using System.Collections.Generic;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>What <c>dotnet msbuild</c> is told, which runs MSBuild itself.</summary>
[Command(Type = typeof(DotNetTasks), Command = nameof(DotNetTasks.DotNetMSBuild), Arguments = "msbuild")]
public class DotNetMSBuildSettings : ToolOptions
{
    [Argument(Format = "-bl:{value}")] public string BinaryLog => Value<string>();
    [Argument(Format = "/property:Configuration={value}")] public string Configuration => Value<string>();
    [Argument(Format = "/detailedsummary")] public bool? DetailedSummary => Value<bool?>();
    [Argument(Format = "/graphBuild")] public bool? GraphBuild => Value<bool?>();
    [Argument(Format = "/logger:{value}")] public IReadOnlyList<string> Loggers => Value<IReadOnlyList<string>>();
    [Argument(Format = "/maxcpucount:{value}")] public int? MaxCpuCount => Value<int?>();
    [Argument(Format = "/noconsolelogger")] public bool? NoConsoleLogger => Value<bool?>();
    [Argument(Format = "/nologo")] public bool? NoLogo => Value<bool?>();
    [Argument(Format = "/nodeReuse:{value}")] public bool? NodeReuse => Value<bool?>();
    [Argument(Format = "/property:{key}={value}")]
    public IReadOnlyDictionary<string, object> Properties => Value<IReadOnlyDictionary<string, object>>();
    [Argument(Format = "/restore")] public bool? Restore => Value<bool?>();
    [Argument(Format = "{value}", Position = 1)] public string TargetPath => Value<string>();
    [Argument(Format = "/target:{value}", Separator = ";")]
    public IReadOnlyList<string> Targets => Value<IReadOnlyList<string>>();
    [Argument(Format = "/verbosity:{value}")] public DotNetVerbosity Verbosity => Value<DotNetVerbosity>();
}
