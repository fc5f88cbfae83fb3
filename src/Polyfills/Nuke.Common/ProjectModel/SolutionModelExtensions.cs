using System;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.ProjectModel;

public static class SolutionModelExtensions
{
    /// <summary>Reads a solution file, of the classic form or of the XML form (.slnx).</summary>
    /// <exception cref="Exception">There is no such file, or it is no solution.</exception>
    public static Solution ReadSolution(this AbsolutePath path)
    {
        Assert.FileExists(path, $"The solution '{path}' does not exist.");
        return path.Extension.EqualsOrdinalIgnoreCase(".slnx") ? XmlSolution.Read(path) : ClassicSolution.Read(path);
    }
}
