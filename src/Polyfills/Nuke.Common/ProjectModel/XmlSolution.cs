using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using Nuke.Common.IO;

namespace Nuke.Common.ProjectModel;

/// <summary>Solution files of the XML form; the name of a folder there is its whole path, as in <c>/src/inner/</c>.</summary>
internal static class XmlSolution
{
    public static Solution Read(AbsolutePath path)
    {
        var root = XDocument.Load(path).Root;
        Assert.True(root?.Name.LocalName == "Solution", $"The file '{path}' is not a solution.");
        var solution = new Solution(path);
        var folders = new Dictionary<string, SolutionFolder>(StringComparer.OrdinalIgnoreCase);
        AddProjects(solution, root, null);
        foreach (var element in root.Elements("Folder"))
            AddProjects(solution, element, Folder(solution, folders, (string)element.Attribute("Name") ?? ""));
        return solution;
    }

    private static void AddProjects(Solution solution, XElement parent, SolutionFolder folder)
    {
        foreach (var element in parent.Elements("Project"))
        {
            var path = ((string)element.Attribute("Path")).NotNullOrEmpty($"A project of '{solution.Path}' has no path.");
            var file = path.Split('/', '\\')[^1];
            var name = (string)element.Attribute("DisplayName") ?? System.IO.Path.GetFileNameWithoutExtension(file);
            solution.AddProject(name, path, folder);
        }
    }

    private static SolutionFolder Folder(Solution solution, Dictionary<string, SolutionFolder> folders, string name)
    {
        var segments = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        SolutionFolder folder = null;
        for (var length = 1; length <= segments.Length; length++)
        {
            var key = string.Join('/', segments.Take(length));
            if (!folders.TryGetValue(key, out var known))
                folders[key] = known = solution.AddFolder(segments[length - 1], folder);
            folder = known;
        }
        return folder;
    }
}
