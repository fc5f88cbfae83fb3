using System;
using System.Linq;

namespace Nuke.Common.Tooling;

/// <summary>Makes tools callable.</summary>
public static class ToolResolver
{
    /// <summary>The tool at a path, or of a name that the PATH variable leads to.</summary>
    public static Tool GetTool(string toolPath) => new ToolExecutor(toolPath).Execute;

    /// <exception cref="Exception">The PATH variable leads to no such tool.</exception>
    public static Tool GetPathTool(string name) => GetTool(ToolPathResolver.GetPathExecutable(name));

    /// <summary>The tool that the variable <c>NAME_EXE</c> points to; null if it is not set.</summary>
    public static Tool TryGetEnvironmentTool(string name) =>
        ToolPathResolver.TryGetEnvironmentExecutable(VariableOf(name)) is { } path ? GetTool(path) : null;

    /// <summary>The tool that the variable <c>NAME_EXE</c> points to, else the one that the PATH variable leads to.</summary>
    public static Tool GetEnvironmentOrPathTool(string name) => TryGetEnvironmentTool(name) ?? GetPathTool(name);

    internal static string VariableOf(string name) =>
        $"{string.Concat(name.Select(x => char.IsLetterOrDigit(x) ? char.ToUpperInvariant(x) : '_'))}_EXE";
}
