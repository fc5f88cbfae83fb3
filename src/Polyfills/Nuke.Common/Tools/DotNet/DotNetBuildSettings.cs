using System.Collections.Generic;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>What <c>dotnet build</c> is told, which builds projects.</summary>
[Command(Type = typeof(DotNetTasks), Command = nameof(DotNetTasks.DotNetBuild), Arguments = "build")]
public class DotNetBuildSettings : ToolOptions
{
    [Argument(Format = "--artifacts-path {value}")] public string ArtifactsPath => Value<string>();
    [Argument(Format = "-bl:{value}")] public string BinaryLog => Value<string>();
    [Argument(Format = "--configuration {value}")] public string Configuration => Value<string>();
    [Argument(Format = "--disable-parallel")] public bool? DisableParallel => Value<bool?>();
    [Argument(Format = "--force")] public bool? Force => Value<bool?>();
    [Argument(Format = "--force-evaluate")] public bool? ForceEvaluate => Value<bool?>();
    [Argument(Format = "--framework {value}")] public string Framework => Value<string>();
    [Argument(Format = "--ignore-failed-sources")] public bool? IgnoreFailedSources => Value<bool?>();
    [Argument(Format = "--lock-file-path {value}")] public string LockFilePath => Value<string>();
    [Argument(Format = "--locked-mode")] public bool? LockedMode => Value<bool?>();
    [Argument(Format = "/logger:{value}")] public IReadOnlyList<string> Loggers => Value<IReadOnlyList<string>>();
    [Argument(Format = "--no-cache")] public bool? NoCache => Value<bool?>();
    [Argument(Format = "/noconsolelogger")] public bool? NoConsoleLogger => Value<bool?>();
    [Argument(Format = "--no-dependencies")] public bool? NoDependencies => Value<bool?>();
    [Argument(Format = "--no-incremental")] public bool? NoIncremental => Value<bool?>();
    [Argument(Format = "--nologo")] public bool? NoLogo => Value<bool?>();
    [Argument(Format = "--no-restore")] public bool? NoRestore => Value<bool?>();
    [Argument(Format = "--output {value}")] public string OutputDirectory => Value<string>();
    [Argument(Format = "--packages {value}")] public string PackageDirectory => Value<string>();
    [Argument(Format = "{value}", Position = 1)] public string ProjectFile => Value<string>();
    [Argument(Format = "--property:{key}={value}")]
    public IReadOnlyDictionary<string, object> Properties => Value<IReadOnlyDictionary<string, object>>();
    [Argument(Format = "--runtime {value}")] public string Runtime => Value<string>();
    [Argument(Format = "--self-contained {value}")] public bool? SelfContained => Value<bool?>();
    [Argument(Format = "--source {value}")] public IReadOnlyList<string> Sources => Value<IReadOnlyList<string>>();
    [Argument(Format = "--use-lock-file")] public bool? UseLockFile => Value<bool?>();
    [Argument(Format = "--verbosity {value}")] public DotNetVerbosity Verbosity => Value<DotNetVerbosity>();
    [Argument(Format = "--version-suffix {value}")] public string VersionSuffix => Value<string>();
}
