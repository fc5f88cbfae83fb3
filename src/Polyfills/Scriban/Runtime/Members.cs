using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Scriban.Syntax;

namespace Scriban.Runtime;

/// <summary>What <c>owner.member</c> is.</summary>
internal static class Members
{
    public static object Get(TemplateContext context, ScriptNode node, object owner, string member)
    {
        if (TryGet(context, node, owner, member, out var value))
            return value;
        if (context.EnableRelaxedMemberAccess)
            return null;

        throw node.Error($"Cannot get member with name {member}: {TypeNames.Of(owner)} has {Known(context, owner)}.");
    }

    public static void Set(TemplateContext context, ScriptNode node, object owner, string member, object value)
    {
        if (owner is IScriptObject members)
        {
            if (!members.TrySetValue(context, node.ErrorSpan, member, value, readOnly: false))
                throw node.Error($"Cannot set the member {node.Text}, which is read-only.");
            return;
        }

        if (owner is not IDictionary<string, object> { IsReadOnly: false } dictionary)
            throw node.Error($"Cannot set the member {node.Text} of {TypeNames.Of(owner)}.");
        dictionary[member] = value;
    }

    /// <summary>The names that an object answers to.</summary>
    public static IEnumerable<string> Names(TemplateContext context, object owner) => owner switch
    {
        IScriptObject members => members.GetMembers(),
        IDictionary<string, object> dictionary => dictionary.Keys,
        IDictionary dictionary => dictionary.Keys.Cast<object>().Select(x => context.ObjectToString(x)),
        _ => context.MembersOf(owner.GetType()).Names,
    };

    public static bool TryGet(TemplateContext context, ScriptNode node, object owner, string member, out object value)
    {
        value = null;
        switch (owner)
        {
            case ScriptArguments arguments when arguments.Named.TryGetValue(member, out value):
                return true;
            case IScriptObject members:
                return members.TryGetValue(context, node.ErrorSpan, member, out value);
            case IDictionary<string, object> dictionary:
                return dictionary.TryGetValue(member, out value);
            case IDictionary dictionary:
                value = dictionary.Contains(member) ? dictionary[member] : null;
                return dictionary.Contains(member);
            case string or IEnumerable when member == "size":
                value = owner is string text ? text.Length : Enumeration.Count(context, node, (IEnumerable)owner);
                return true;
            case string or IEnumerable:
                return false;
            default:
                return TryGetOfType(context, node, owner, member, out value);
        }
    }

    private static bool TryGetOfType(TemplateContext context, ScriptNode node, object owner, string member, out object value)
    {
        value = null;
        var members = context.MembersOf(owner.GetType());
        if (!members.Contains(member))
            return false;

        try
        {
            value = members.Get(owner, member);
            return true;
        }
        catch (TargetInvocationException failure)
        {
            throw new ScriptRuntimeException(node.ErrorSpan, failure.InnerException.Message, failure.InnerException);
        }
    }

    private static string Known(TemplateContext context, object owner)
    {
        var names = owner is string or (IEnumerable and not IDictionary and not IScriptObject) ? ["size"] : Names(context, owner);
        return string.Join(", ", names.Order().Take(40));
    }
}
