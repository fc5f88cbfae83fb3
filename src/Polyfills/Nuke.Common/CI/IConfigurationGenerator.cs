using System;
using System.Collections.Generic;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common.CI;

/// <summary>Writes a build server's configuration from what a build class declares.</summary>
public interface IConfigurationGenerator
{
    /// <summary>What <c>--generate-configuration</c> calls it.</summary>
    string Id { get; }

    string DisplayName { get; }

    string HostName { get; }

    Type HostType { get; }

    /// <summary>Whether every local run brings the files up to date.</summary>
    bool AutoGenerate { get; }

    IEnumerable<AbsolutePath> GeneratedFiles { get; }

    void Generate(IReadOnlyCollection<ExecutableTarget> executableTargets);

    void SerializeState();
}
