ud2                             # with no gate for the exception
