using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Nuke.Common.ValueInjection;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>The targets that succeeded in the last run with the same arguments, for <c>--continue</c>.</summary>
internal sealed class BuildAttempt
{
    private readonly string _path;
    private readonly HashSet<string> _succeeded;

    private BuildAttempt(string path, HashSet<string> succeeded) => (_path, _succeeded) = (path, succeeded);

    public static BuildAttempt Start(NukeBuild build)
    {
        var path = Path.Combine(NukeBuild.TemporaryDirectory, "build-attempt.log");
        var invocation = Invocation();
        var previous = build.Continue && File.Exists(path) ? File.ReadAllLines(path) : [];
        if (build.Continue && previous.FirstOrDefault() != invocation)
        {
            Log.Warning("Build invocation changed. Restarting ...");
            previous = [];
        }

        HashSet<string> succeeded = [.. previous.Skip(1)];
        Note(() => File.WriteAllLines(path, [invocation, .. succeeded]));
        return new BuildAttempt(path, succeeded);
    }

    public bool HasSucceeded(ExecutableTarget target) => _succeeded.Contains(target.Name);

    public void Record(ExecutableTarget target) => Note(() => File.AppendAllLines(_path, [target.Name]));

    /// <summary>A disk that is full costs the next <c>--continue</c>, and no target.</summary>
    private static void Note(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.Debug("This attempt is not noted for --continue: {Reason}", exception.Message);
        }
    }

    /// <summary>A digest, because arguments may hold secrets.</summary>
    private static string Invocation()
    {
        var arguments = ParameterSources.Current.CommandLine.Arguments
            .Where(x => !x.TrimStart('-').Equals(nameof(NukeBuild.Continue), StringComparison.OrdinalIgnoreCase));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', arguments))));
    }
}
