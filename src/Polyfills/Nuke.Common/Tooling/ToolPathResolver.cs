using System;
using System.IO;
using System.Linq;

namespace Nuke.Common.Tooling;

/// <summary>Finds tools on this machine.</summary>
public static class ToolPathResolver
{
    /// <summary>The full path of a tool that the PATH variable leads to; on Windows by the extensions of PATHEXT.</summary>
    /// <exception cref="Exception">No folder of the PATH variable has it.</exception>
    public static string GetPathExecutable(string pathExecutable)
    {
        var names = EnvironmentInfo.IsWin && !Path.HasExtension(pathExecutable)
            ? (Environment.GetEnvironmentVariable("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").Split(';').Select(x => pathExecutable + x)
            : [pathExecutable];
        var found = EnvironmentInfo.Paths
            .Select(x => EnvironmentInfo.ExpandVariables(x.Trim('"')))
            .SelectMany(x => names, Path.Combine)
            .FirstOrDefault(IsExecutable);
        return found.NotNull($"Could not find '{pathExecutable}' in any folder of the PATH variable.");
    }

    /// <summary>The path that an environment variable such as <c>GIT_EXE</c> holds; null if it is not set.</summary>
    /// <exception cref="Exception">The variable names a file that is not there.</exception>
    public static string TryGetEnvironmentExecutable(string environmentExecutable)
    {
        var path = EnvironmentInfo.GetVariable(environmentExecutable);
        if (string.IsNullOrEmpty(path))
            return null;
        Assert.FileExists(path, $"The file '{path}' that the variable '{environmentExecutable}' names does not exist.");
        return Path.GetFullPath(path);
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode anyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & anyExecute) != 0);
    }
}
